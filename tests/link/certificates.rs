//! A certificate authority of one's own, as companies have them, made by the openssl program.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

const SETTINGS: &str = "[req]
distinguished_name = name
prompt = no
[name]
CN = {name}
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[server]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost, DNS:sandbox.example, IP:127.0.0.1, IP:0.0.0.0
[other]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = DNS:other.example
";

pub struct Authority {
    folder: tempfile::TempDir,
}

impl Authority {
    pub fn new(name: &str) -> Authority {
        let authority = Authority { folder: tempfile::tempdir().unwrap() };
        std::fs::write(authority.path("settings.cnf"), SETTINGS.replace("{name}", name)).unwrap();
        authority.openssl("req -x509 -config settings.cnf -extensions ca -newkey rsa:2048 -nodes -days 30 -keyout ca.key -out ca.pem");
        authority
    }

    /// Its own certificate.
    pub fn pem(&self) -> PathBuf {
        self.path("ca.pem")
    }

    /// What a server needs that shows a certificate for this machine.
    pub fn server(&self) -> Arc<ServerConfig> {
        self.issue("server", 30)
    }

    pub fn expired(&self) -> Arc<ServerConfig> {
        self.issue("server", -1)
    }

    /// For another name.
    pub fn other(&self) -> Arc<ServerConfig> {
        self.issue("other", 30)
    }

    fn issue(&self, kind: &str, days: i32) -> Arc<ServerConfig> {
        self.openssl(
            "req -new -config settings.cnf -newkey rsa:2048 -nodes -keyout server.key -out server.csr",
        );
        self.openssl(&format!("x509 -req -in server.csr -CA ca.pem -CAkey ca.key -set_serial 7 -days {days} -extfile settings.cnf -extensions {kind} -out server.pem"));
        let certificate = CertificateDer::from_pem_file(self.path("server.pem")).unwrap();
        let key = PrivateKeyDer::from_pem_file(self.path("server.key")).unwrap();
        let _ = rustls::crypto::ring::default_provider().install_default();
        let config = ServerConfig::builder().with_no_client_auth();
        Arc::new(config.with_single_cert(vec![certificate], key).unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn openssl(&self, arguments: &str) {
        let folder: &Path = self.folder.path();
        let output = Command::new("openssl").current_dir(folder).args(arguments.split(' ')).output();
        let output = output.unwrap_or_else(|error| panic!("openssl is needed for this test: {error}"));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}
