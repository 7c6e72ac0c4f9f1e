//! Columns on long lines, counted beforehand: ten thousand places on one line are else ten thousand times the line.

/// A line longer than this has a milestone every so many bytes.
const STEP: usize = 2048;

/// The milestones of a text, in order of place. Most texts have none.
#[derive(Debug, Clone, Default)]
pub struct Milestones(Vec<Milestone>);

#[derive(Debug, Clone, Copy)]
struct Milestone {
    line: u32,
    at: u32,
    count: Count,
}

/// What stands on a line before a place.
#[derive(Debug, Clone, Copy, Default)]
pub struct Count {
    pub characters: usize,
    /// In UTF-16.
    pub units: usize,
}

impl Milestones {
    /// `lines` is where each line starts.
    pub fn of(text: &str, lines: &[u32]) -> Self {
        let mut milestones = Vec::new();
        let ends = lines.iter().skip(1).map(|next| *next as usize).chain([text.len()]);
        for (line, (start, end)) in lines.iter().map(|start| *start as usize).zip(ends).enumerate() {
            let (mut at, mut count) = (start, Count::default());
            while end - at > STEP {
                let next = text.floor_char_boundary(at + STEP);
                for character in text[at..next].chars() {
                    count.characters += 1;
                    count.units += character.len_utf16();
                }
                at = next;
                milestones.push(Milestone { line: line as u32, at: at as u32, count });
            }
        }
        Self(milestones)
    }

    /// The nearest milestone before a place on a line, and what stands before it; 0 and nothing where there is none.
    pub fn before(&self, line: usize, offset: usize) -> (usize, Count) {
        let passed = self.0.partition_point(|milestone| milestone.at as usize <= offset);
        match self.0[..passed].last() {
            Some(milestone) if milestone.line as usize == line => (milestone.at as usize, milestone.count),
            _ => (0, Count::default()),
        }
    }
}
