//! A small PDF that unpacks to gigabytes: its object stream is deflated twice.

/// A file of one page whose object stream unpacks to so many bytes, with a thousandth of them or less.
pub fn pdf(unpacked: usize) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 3 0 R >>",
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 3 0 R /MediaBox [0 0 595 842] >>",
    ];
    let (mut table, mut bodies) = (String::new(), String::new());
    for (at, object) in objects.iter().enumerate() {
        table += &format!("{} {} ", at + 2, bodies.len());
        bodies += &format!("{object} ");
    }
    let inner = deflated(format!("{table}{bodies}").as_bytes(), unpacked);
    // What repeats in it: thirteen bytes hold eight times the thirteen bits that stand for 258 blanks.
    let middle = inner.len() / 2;
    let whole = deflated_as_it_repeats(&inner, 13, middle);

    let mut file = b"%PDF-1.5\n".to_vec();
    let stream_at = file.len();
    file.extend(
        format!(
            "1 0 obj\n<< /Type /ObjStm /N 3 /First {} /Filter [/FlateDecode /FlateDecode] /Length {} >>\nstream\n",
            table.len(),
            whole.len()
        )
        .bytes(),
    );
    file.extend(&whole);
    file.extend(b"\nendstream\nendobj\n");
    let xref_at = file.len();
    let mut entries = vec![0, 0, 0, 0, 0, 255];
    let place = |kind: u8, value: usize, last: u8| {
        let value = u32::try_from(value).unwrap().to_be_bytes();
        [kind, value[0], value[1], value[2], value[3], last]
    };
    entries.extend(place(1, stream_at, 0));
    for at in 0..3 {
        entries.extend(place(2, 1, at));
    }
    entries.extend(place(1, xref_at, 0));
    file.extend(
        format!(
            "5 0 obj\n<< /Type /XRef /Size 6 /W [1 4 1] /Root 2 0 R /Length {} >>\nstream\n",
            entries.len()
        )
        .bytes(),
    );
    file.extend(&entries);
    file.extend(format!("\nendstream\nendobj\nstartxref\n{xref_at}\n%%EOF\n").bytes());
    file
}

/// `head`, then blanks until `length` bytes: zlib with Huffman's fixed codes.
fn deflated(head: &[u8], length: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    for byte in head.iter().chain(b" ") {
        bits.literal(*byte);
    }
    let repeats = (length - head.len()) / 258;
    for _ in 0..repeats {
        bits.repeat(1);
    }
    let (low, high) = adler(head.iter().chain(b" "));
    // The sum of so many equal bytes, without going through gigabytes.
    let (count, blank) = ((repeats * 258) as u128, u128::from(b' '));
    let all_high = u128::from(high) + count * u128::from(low) + blank * count * (count + 1) / 2;
    let all_low = u128::from(low) + count * blank;
    bits.end(((all_low % 65521) as u32, (all_high % 65521) as u32))
}

/// `data` as it is up to `middle` and, from there, as the repetition of `period` bytes that it is, up to its tail.
fn deflated_as_it_repeats(data: &[u8], period: usize, middle: usize) -> Vec<u8> {
    let repeats = |at: usize| data[at] == data[at - period];
    let first = (period..middle).rev().find(|at| !repeats(*at)).map_or(period, |at| at + 1);
    let last = (middle..data.len()).find(|at| !repeats(*at)).unwrap_or(data.len());
    let mut bits = Bits::default();
    for byte in &data[..first] {
        bits.literal(*byte);
    }
    let mut at = first;
    while at + 258 <= last {
        bits.repeat(period);
        at += 258;
    }
    for byte in &data[at..] {
        bits.literal(*byte);
    }
    bits.end(adler(data.iter()))
}

/// Both halves of the checksum.
fn adler<'a>(data: impl Iterator<Item = &'a u8>) -> (u32, u32) {
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in data {
        low = (low + u32::from(*byte)) % 65521;
        high = (high + low) % 65521;
    }
    (low, high)
}

/// One block of fixed codes, as RFC 1951 has them.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    held: u32,
    count: u32,
    begun: bool,
}

impl Bits {
    /// Lowest bit first.
    fn put(&mut self, value: u32, count: u32) {
        if !self.begun {
            self.begun = true;
            self.put(0b011, 3);
        }
        self.held |= value << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.held as u8);
            self.held >>= 8;
            self.count -= 8;
        }
    }

    /// Codes go highest bit first.
    fn code(&mut self, code: u32, count: u32) {
        self.put(code.reverse_bits() >> (32 - count), count);
    }

    fn literal(&mut self, byte: u8) {
        match byte {
            0..=143 => self.code(0x30 + u32::from(byte), 8),
            144.. => self.code(0x190 + u32::from(byte) - 144, 9),
        }
    }

    /// 258 bytes from so far back: one byte, or thirteen.
    fn repeat(&mut self, distance: usize) {
        self.code(0b1100_0101, 8);
        match distance {
            1 => self.code(0, 5),
            13 => {
                self.code(7, 5);
                self.put(0, 2);
            }
            _ => unreachable!("no other distance is needed"),
        }
    }

    fn end(mut self, (low, high): (u32, u32)) -> Vec<u8> {
        self.code(0, 7);
        self.put(0, 7);
        [vec![0x78, 0x9c], self.bytes, (high << 16 | low).to_be_bytes().to_vec()].concat()
    }
}
