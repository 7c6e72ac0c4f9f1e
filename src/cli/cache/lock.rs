//! Locks an entry with the very file it is about.
//!
//! Findings quote names, telephone numbers, paths. An entry is therefore sealed under keys that come from the content
//! of its file: who has the file can read what was found in it, who has the cache alone can read nothing, not even which
//! files there are. The tag makes an entry that is damaged, cut off or made for something else worthless.

/// What seals and finds one file's entry.
pub struct Lock {
    /// Where the entry stands in the cache.
    pub id: Id,
    tag: [u8; 32],
    stream: [u8; 32],
}

pub type Id = [u8; 16];

const TAG: usize = 16;

impl Lock {
    /// The lock of everything that is put in.
    pub fn of(parts: &[&[u8]]) -> Lock {
        let mut hasher = blake3::Hasher::new_derive_key("qdc check cache, entries");
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        let mut reader = hasher.finalize_xof();
        let mut lock = Lock { id: [0; 16], tag: [0; 32], stream: [0; 32] };
        reader.fill(&mut lock.id);
        reader.fill(&mut lock.tag);
        reader.fill(&mut lock.stream);
        lock
    }

    /// The tag first, then the text under a stream that the tag chooses: two texts never share one.
    pub fn seal(&self, text: &[u8]) -> Vec<u8> {
        let tag = self.tag_of(text);
        let mut sealed = Vec::with_capacity(TAG + text.len());
        sealed.extend(tag);
        sealed.extend(text);
        self.turn(&tag, &mut sealed[TAG..]);
        sealed
    }

    /// The text again, unless it is not what was sealed with this lock.
    pub fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (tag, text) = sealed.split_first_chunk::<TAG>()?;
        let mut text = text.to_vec();
        self.turn(tag, &mut text);
        (self.tag_of(&text) == *tag).then_some(text)
    }

    fn tag_of(&self, text: &[u8]) -> [u8; TAG] {
        let mut tag = [0; TAG];
        tag.copy_from_slice(&blake3::keyed_hash(&self.tag, text).as_bytes()[..TAG]);
        tag
    }

    fn turn(&self, tag: &[u8; TAG], text: &mut [u8]) {
        let mut reader = blake3::Hasher::new_keyed(&self.stream).update(tag).finalize_xof();
        let mut stream = [0; 64];
        for part in text.chunks_mut(stream.len()) {
            reader.fill(&mut stream);
            part.iter_mut().zip(stream).for_each(|(byte, key)| *byte ^= key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_content_opens() {
        let lock = Lock::of(&[b"a", b"b"]);
        let sealed = lock.seal("张晓明 13800138000".as_bytes());
        assert_eq!(lock.open(&sealed).unwrap(), "张晓明 13800138000".as_bytes());
        assert!(Lock::of(&[b"ab", b""]).open(&sealed).is_none());
        assert!(!sealed.windows(4).any(|part| part == b"1380"));
        for at in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[at] ^= 1;
            assert!(lock.open(&damaged).is_none() && lock.open(&sealed[..at]).is_none());
        }
        assert!(lock.open(&lock.seal(b"")).unwrap().is_empty());
    }
}
