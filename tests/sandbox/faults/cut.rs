//! An answer cut at every byte.

use qdc::sandbox::Options;

use crate::raw::{End, Live, bytes};

fn whole(live: &Live) -> usize {
    let answer = live.connect().send(&live.start_of("W"), "delay:before:ms=0").answer();
    answer.head.len() + answer.body.len()
}

#[test]
fn exactly_so_many_bytes_and_the_end() {
    let live = Live::start(Options::default());
    let length = whole(&live);
    assert!(length > 300, "{length}");
    for (suffix, end) in [("", End::Fin), (":reset", End::Rst)] {
        for count in 0..=length + 1 {
            let mut raw = live.connect();
            raw.write(&bytes(&live.start_of("C"), &format!("cut={count}{suffix}")));
            let (read, ended) = raw.until_the_end();
            assert_eq!(ended, end, "{count}{suffix}");
            assert_eq!(read.len(), count.min(length), "{count}{suffix}");
            assert!("HTTP/1.1 200 OK\r\n".starts_with(&*String::from_utf8_lossy(&read[..count.min(17)])));
        }
    }
    assert_eq!(live.contracts("C"), 0);
    assert_eq!(live.state()["disturbed"], 2 * (length + 2) + 1);
}
