//! The limits a platform is promised: requests in a second, and requests at once.

use std::io::Write;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, SystemTime};

use crate::server::{Request, Server};
use crate::world::{Project, Sandbox, contract};

fn send_many(project: &Project, count: usize) {
    let names: Vec<String> = (0..count).map(|at| format!("{at}.qdc")).collect();
    for name in &names {
        project.write(name, &contract(&format!("MANY-{name}"), ""));
    }
    let args: Vec<&str> = ["send"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let ran = project.run(&args);
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn a_rate_is_kept() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::with(&sandbox, "rate = 5\n");
    let begun = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis() as i64;
    send_many(&project, 11);
    let state = sandbox.state();
    let requests = state["requests"].as_array().unwrap();
    assert_eq!(requests.len(), 11);
    // The last may leave two seconds after the first, and the first not before all this began.
    let last = requests.iter().map(|request| request["time"].as_i64().unwrap()).max().unwrap();
    assert!(last - begun >= 2000, "{} ms", last - begun);
}

/// Requests that have come and are not answered: now, and at most.
#[derive(Default)]
struct UnderWay {
    counts: Mutex<(usize, usize)>,
    came: Condvar,
}

/// Stands before a sandbox, and answers the first requests only when so many are there at once.
fn gate(sandbox: &Sandbox, at_once: usize) -> (Server, Arc<UnderWay>) {
    let under_way = Arc::new(UnderWay::default());
    let (host, counted) = (sandbox.host.clone(), under_way.clone());
    let server = Server::start(move |mut stream| {
        let Some(request) = Request::read(&mut stream) else { return };
        {
            let mut counts = counted.counts.lock().unwrap();
            counts.0 += 1;
            counts.1 = counts.1.max(counts.0);
            counted.came.notify_all();
            let long = Duration::from_secs(20);
            let waited = counted.came.wait_timeout_while(counts, long, |counts| counts.1 < at_once).unwrap();
            assert!(!waited.1.timed_out(), "fewer than {at_once} were ever under way");
        }
        let answer = request.pass_on(&host);
        // Before the client can know of the answer and send the next.
        counted.counts.lock().unwrap().0 -= 1;
        let _ = stream.write_all(&answer);
    });
    (server, under_way)
}

#[test]
fn as_many_connections_as_set_are_used_and_no_more() {
    for connections in [1, 3] {
        // Late, so that others would come meanwhile if they could.
        let sandbox = Sandbox::start(&["--fault", "delay:before:ms=40"]);
        let (server, under_way) = gate(&sandbox, connections);
        let project = Project::alone();
        let port = server.port;
        project.write(
            "qdc.toml",
            &format!(
                "[environments.sandbox]\naddress = \"http://127.0.0.1:{port}/api\"\nconnections = {connections}\n"
            ),
        );
        send_many(&project, 9);
        assert_eq!(*under_way.counts.lock().unwrap(), (0, connections));
        assert_eq!(sandbox.state()["contracts"].as_array().unwrap().len(), 9);
    }
}
