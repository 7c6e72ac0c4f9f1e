//! What a person agreed to, in that person's own folder: no repository brings it along, and none can widen it.
//!
//! One file, for its owner alone, replaced as a whole. One that is damaged, or that others can write, holds no trust.

use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::cli::{Code, Failure, facts, regular};
use crate::delivery::Claim;
use crate::findings::Words;
use crate::words;

const NAME: &str = "trust.json";
const VERSION: u32 = 1;
/// Names the folder instead of the system.
pub const FOLDER: &str = "QDC_CONFIG_DIR";

/// Something agreed to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trusted {
    pub claim: Claim,
    /// The day, in Asia/Shanghai.
    pub since: String,
}

#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    trusted: Vec<Trusted>,
}

/// All that was agreed to.
pub struct Store {
    path: Option<PathBuf>,
    pub trusted: Vec<Trusted>,
    /// Why the file that is there was left aside.
    pub ignored: Option<Words>,
}

impl Store {
    pub fn open() -> Store {
        Store::at(folder().map(|folder| folder.join(NAME)))
    }

    fn at(path: Option<PathBuf>) -> Store {
        let (trusted, ignored) = match path.as_deref().map(read) {
            None => (Vec::new(), None),
            Some(Ok(trusted)) => (trusted, None),
            Some(Err(why)) => (Vec::new(), Some(why)),
        };
        Store { path, trusted, ignored }
    }

    /// Whether exactly this was agreed to.
    pub fn holds(&self, claim: &Claim) -> bool {
        claim.folder.is_some() && self.trusted.iter().any(|one| one.claim == *claim)
    }

    /// Remembers this, in place of what the same environment of the same folder was before.
    pub fn add(&mut self, claim: Claim) -> Result<(), Failure> {
        self.trusted
            .retain(|one| (&one.claim.folder, &one.claim.environment) != (&claim.folder, &claim.environment));
        self.trusted.push(Trusted { claim, since: facts::now().date().to_string() });
        self.write()
    }

    /// Forgets a folder and those in it, or one environment there; how much was forgotten.
    pub fn forget(&mut self, folder: &Path, environment: Option<&str>) -> Result<usize, Failure> {
        let before = self.trusted.len();
        self.trusted.retain(|one| {
            let is_there = one.claim.folder.as_ref().is_some_and(|theirs| theirs.starts_with(folder));
            !(is_there && environment.is_none_or(|name| name == one.claim.environment))
        });
        let forgotten = before - self.trusted.len();
        if forgotten > 0 {
            self.write()?;
        }
        Ok(forgotten)
    }

    fn write(&self) -> Result<(), Failure> {
        let Some(path) = &self.path else {
            return Err(Failure::new(
                Code::Failed,
                words!(
                    "没有可以记下信任的个人文件夹；请把环境变量 {FOLDER} 设为一个绝对路径",
                    "there is no folder of your own to keep this in; set the variable {FOLDER} to an absolute path"
                ),
            ));
        };
        let file = File { version: VERSION, trusted: self.trusted.clone() };
        let write = || -> io::Result<()> {
            let folder = path.parent().unwrap_or(path);
            create(folder)?;
            // Temporary files are their owner's alone, and stay so under their last name.
            let mut out = tempfile::Builder::new().prefix(".trust-").tempfile_in(folder)?;
            serde_json::to_writer_pretty(&mut out, &file)?;
            out.write_all(b"\n")?;
            out.as_file().sync_all()?;
            out.persist(path)?;
            Ok(())
        };
        let shown = path.display();
        write().map_err(|error| {
            let Words { zh, en } = Words::of_io(&error);
            Failure::new(Code::FileUnwritable, words!("无法写入 {shown}：{zh}", "cannot write {shown}: {en}"))
        })
    }
}

/// The user's folder for what belongs to this program.
fn folder() -> Option<PathBuf> {
    // A relative one would lie in whatever project the program is run in.
    let variable = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    if std::env::var_os(FOLDER).is_some_and(|folder| !folder.is_empty()) {
        return variable(FOLDER);
    }
    let own = if cfg!(windows) {
        variable("APPDATA")
    } else if cfg!(target_os = "macos") {
        variable("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        variable("XDG_CONFIG_HOME").or_else(|| variable("HOME").map(|home| home.join(".config")))
    };
    Some(own?.join("qdc"))
}

/// No file of trust is larger, in bytes.
const LARGEST: u64 = 16 << 20;

fn read(path: &Path) -> Result<Vec<Trusted>, Words> {
    let shown = path.display();
    let text = match std::fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Ok(there) if is_others(&there) => {
            return Err(words!(
                "{shown} 别人也能写，其中的信任没有采用；请用 chmod 600 收回权限",
                "{shown} can be written by others, so the trust in it does not count; take that away with chmod 600"
            ));
        }
        Ok(there) if !there.is_file() => Err(io::Error::from(ErrorKind::InvalidData)),
        Ok(_) => regular::bytes(path, LARGEST),
        Err(error) => Err(error),
    };
    let file: Option<File> = text.ok().and_then(|text| serde_json::from_slice(&text).ok());
    match file {
        Some(File { version: VERSION, trusted }) => Ok(trusted),
        _ => Err(words!(
            "{shown} 损坏或属于别的版本，其中的信任没有采用，会重新询问",
            "{shown} is damaged or of another version, so the trust in it does not count; you will be asked again"
        )),
    }
}

#[cfg(unix)]
fn is_others(file: &std::fs::Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&file.permissions()) & 0o022 != 0
}

#[cfg(not(unix))]
fn is_others(_: &std::fs::Metadata) -> bool {
    false
}

fn create(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(folder: &str, environment: &str) -> Claim {
        Claim {
            folder: Some(folder.into()),
            environment: environment.into(),
            qiandun: Some("https://sign.example/api".into()),
            qiyuesuo: None,
            ca: None,
            proxy: None,
        }
    }

    fn store() -> (tempfile::TempDir, PathBuf, Store) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("own/qdc").join(NAME);
        let store = Store::at(Some(path.clone()));
        (folder, path, store)
    }

    #[test]
    fn only_the_very_same_claim_is_held() {
        let (_folder, path, mut store) = store();
        let agreed = claim("/p", "office");
        store.add(agreed.clone()).unwrap();
        let store = Store::at(Some(path));
        assert!(store.holds(&agreed));
        let others = [
            Claim { folder: Some("/q".into()), ..agreed.clone() },
            Claim { folder: None, ..agreed.clone() },
            Claim { environment: "test".into(), ..agreed.clone() },
            Claim { qiandun: Some("https://sign.example/api/".into()), ..agreed.clone() },
            Claim { qiyuesuo: Some("https://sign.example/".into()), ..agreed.clone() },
            Claim { ca: Some("0".into()), ..agreed.clone() },
            Claim { proxy: Some("http://10.0.0.1:1".into()), ..agreed.clone() },
        ];
        for other in others {
            assert!(!store.holds(&other), "{other:?}");
        }
    }

    #[test]
    fn one_environment_of_a_folder_has_one_claim_and_forgetting_takes_what_is_below() {
        let (_folder, path, mut store) = store();
        let first = claim("/p", "office");
        let second = Claim { qiandun: Some("https://other.example/api".into()), ..first.clone() };
        store.add(first.clone()).unwrap();
        store.add(second.clone()).unwrap();
        assert!(store.holds(&second) && !store.holds(&first));
        store.add(claim("/p/hr", "office")).unwrap();
        store.add(claim("/p2", "office")).unwrap();
        assert_eq!(store.forget(Path::new("/p"), Some("test")).unwrap(), 0);
        assert_eq!(store.forget(Path::new("/p"), None).unwrap(), 2);
        assert_eq!(Store::at(Some(path)).trusted.len(), 1);
    }

    #[test]
    fn a_damaged_file_holds_no_trust_and_is_replaced() {
        let (_folder, path, mut store) = store();
        store.add(claim("/p", "office")).unwrap();
        let whole = std::fs::read(&path).unwrap();
        for damaged in
            [&b""[..], b"{}", b"\xff", &whole[..whole.len() / 2], b"{\"version\":2,\"trusted\":[]}"]
        {
            std::fs::write(&path, damaged).unwrap();
            let mut store = Store::at(Some(path.clone()));
            assert!(store.ignored.is_some() && store.trusted.is_empty());
            store.add(claim("/p", "office")).unwrap();
            assert!(Store::at(Some(path.clone())).holds(&claim("/p", "office")));
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let (_folder, path, mut store) = store();
        store.add(claim("/p", "office")).unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o666)).unwrap();
        let store = Store::at(Some(path));
        assert!(store.trusted.is_empty() && store.ignored.unwrap().en.contains("by others"));
    }
}
