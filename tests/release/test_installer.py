"""install.sh in a home of its own: it installs, upgrades, removes, and refuses what it cannot vouch for."""

import hashlib
import http.server
import io
import shutil
import tarfile
import threading

from common import QDC, ROOT, VERSION, Scratch, dist, package

FAKE = """#!/bin/sh
case $1 in --version) echo qdc VERSION ;; completions) echo "$@" ;; esac
"""


class Installer(Scratch):
    def setUp(self):
        super().setUp()
        self.release = self.work / "release"
        self.release.mkdir()
        self.local = self.home / ".local"

    def install(self, *words, shell="sh", code=0, **env):
        return self.run_here(shell, ROOT / "install.sh", *words, code=code, **env)

    def files(self):
        return {str(file.relative_to(self.local)) for file in self.local.rglob("*") if file.is_file()}

    def put(self, version, *more, program=FAKE, platform=None):
        """A small release beside the others, with the checksums of all."""
        machine = package("qdc-*.tar.gz").name.removesuffix(".tar.gz").split("-", 2)[2]
        name = f"qdc-{version}-{platform or machine}"
        content = {"bin/qdc": program.replace("VERSION", version), **{file: "" for file in more}}
        for shell in ["bash-completion/completions/qdc", "zsh/site-functions/_qdc", "fish/vendor_completions.d/qdc.fish"]:
            content[f"share/{shell}"] = ""
        with tarfile.open(self.release / f"{name}.tar.gz", "w:gz") as tar:
            for file, text in content.items():
                member = tarfile.TarInfo(f"{name}/{file}")
                member.size, member.mode = len(text.encode()), 0o755 if file == "bin/qdc" else 0o644
                tar.addfile(member, io.BytesIO(text.encode()))
        sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in self.release.glob("*.tar.gz")]
        (self.release / "SHA256SUMS").write_text("".join(sums))
        return self.release / f"{name}.tar.gz"

    def test_the_real_tarball_is_installed_and_removed_without_a_trace(self):
        self.assertIn(f"qdc {VERSION} is installed", self.install(package("qdc-*.tar.gz")))
        self.assertEqual(self.run_here(self.local / "bin/qdc", "--version"), f"qdc {VERSION}\n")
        self.assertLessEqual({"share/man/man1/qdc.1.gz", "share/man/zh_CN/man1/qdc.1.gz"}, self.files())
        self.install("--uninstall")
        self.assertEqual(self.files(), set())

    def test_the_same_again_changes_nothing(self):
        self.install(package("qdc-*.tar.gz"))
        before = self.files()
        self.install(package("qdc-*.tar.gz"))
        self.assertEqual(self.files(), before)

    def test_an_upgrade_leaves_nothing_of_the_old_version(self):
        self.install(self.put("0.0.8", "share/old/page", "share/man/man1/both"))
        self.assertIn("share/old/page", self.files())
        self.assertIn("qdc 0.0.9 is installed", self.install(self.put("0.0.9", "share/man/man1/both")))
        self.assertIn("share/man/man1/both", self.files())
        self.assertFalse((self.local / "share/old").exists())
        self.assertEqual(self.run_here(self.local / "bin/qdc", "--version"), "qdc 0.0.9\n")

    def test_removing_leaves_what_is_not_its_own(self):
        (self.local / "bin").mkdir(parents=True)
        (self.local / "bin/other").touch()
        self.install(self.put("0.0.8"))
        self.install("--uninstall")
        self.assertEqual(self.files(), {"bin/other"})
        self.assertIn("has installed no qdc", self.install("--uninstall", code=1))

    def test_a_changed_tarball_is_refused(self):
        tarball = self.put("0.0.8")
        with tarball.open("ab") as file:
            file.write(b"x")
        self.assertIn("is not what SHA256SUMS says", self.install(tarball, code=1))
        self.assertFalse(self.local.exists())

    def test_a_tarball_without_a_checksum_is_refused(self):
        tarball = self.put("0.0.8")
        (self.release / "SHA256SUMS").write_text("")
        self.assertIn("is not in SHA256SUMS", self.install(tarball, code=1))
        (self.release / "SHA256SUMS").unlink()
        self.assertIn("cannot get", self.install(tarball, code=1))
        self.assertFalse(self.local.exists())

    def test_a_program_that_does_not_run_here_is_refused(self):
        self.install(self.put("0.0.8"))
        self.assertIn("does not run on this machine", self.install(self.put("0.0.9", program="\x7fELF"), code=1))
        self.assertEqual(self.run_here(self.local / "bin/qdc", "--version"), "qdc 0.0.8\n")

    def test_a_qdc_of_another_kind_is_left_alone(self):
        (self.local / "bin").mkdir(parents=True)
        shutil.copy(QDC, self.local / "bin/qdc")
        self.assertIn("was not installed by install.sh", self.install(self.put("0.0.8"), code=1))
        self.assertEqual(self.files(), {"bin/qdc"})

    def test_it_takes_what_fits_from_a_folder(self):
        self.put("0.0.8", platform="sparc-sun-solaris")
        self.assertIn("there is no qdc for this machine", self.install(QDC_FROM=self.release, code=1))
        self.put("0.0.8")
        self.assertIn("qdc 0.0.8 is installed", self.install(QDC_FROM=self.release))
        self.put("0.0.9")
        self.assertIn("choose one with QDC_VERSION", self.install(QDC_FROM=self.release, code=1))
        self.assertIn("qdc 0.0.9 is installed", self.install(QDC_FROM=self.release, QDC_VERSION="0.0.9"))

    def test_it_takes_what_fits_from_an_address(self):
        folder = str(dist())

        class Quiet(http.server.SimpleHTTPRequestHandler):
            def __init__(self, *rest):
                super().__init__(*rest, directory=folder)

            def log_message(self, *_):
                pass

        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{server.server_port}"
            self.assertIn(f"qdc {VERSION} is installed", self.install(QDC_FROM=address + "/", no_proxy="127.0.0.1"))
            self.assertIn("cannot get", self.install(QDC_FROM=address + "/none", no_proxy="127.0.0.1", code=1))
            server.shutdown()

    def test_it_speaks_the_language_of_the_one_who_runs_it(self):
        said = self.install(self.put("0.0.8"), LANG="zh_CN.UTF-8")
        self.assertIn("已安装 qdc 0.0.8", said)
        # And so do the completions.
        self.assertIn("--lang zh", (self.local / "share/zsh/site-functions/_qdc").read_text())
        self.assertIn("用法", self.install("--help", LANG="zh_CN.UTF-8", code=1))

    def test_every_shell_runs_it(self):
        for shell in ["bash", "dash", "busybox"]:
            if shutil.which(shell):
                with self.subTest(shell):
                    words = [ROOT / "install.sh"] if shell != "busybox" else ["sh", ROOT / "install.sh"]
                    self.run_here(shell, *words, self.put("0.0.8"))
                    self.run_here(shell, *words, "--uninstall")
