"""What lies in each package, and that it installs in a clean place, runs, and goes without a trace."""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import unittest
import zipfile

from common import BAD, GOOD, ROOT, VERSION, Scratch, dist, package, run

MAN = {"qdc.1.gz", "qdc-check.1.gz", "qdc-fmt.1.gz", "qdc-send.1.gz"}


def digest(data):
    return hashlib.sha256(data).hexdigest()


def members(archive):
    with tarfile.open(archive) as tar:
        return {member.name: member for member in tar.getmembers() if member.isfile()}


class Together(unittest.TestCase):
    def test_the_checksums_are_those_of_every_package(self):
        named = {line.split()[1] for line in (dist() / "SHA256SUMS").read_text().splitlines()}
        self.assertEqual(named, {file.name for file in dist().iterdir()} - {"SHA256SUMS"})
        run("sha256sum", "--check", "--strict", "SHA256SUMS", cwd=dist())

    def test_every_package_carries_the_same_program_and_version(self):
        programs = set()
        with tarfile.open(package("qdc-*.tar.gz")) as tar:
            [name] = [name for name in tar.getnames() if name.endswith("/bin/qdc")]
            self.assertTrue(name.startswith(f"qdc-{VERSION}-"))
            programs.add(digest(tar.extractfile(name).read()))
        with tarfile.open(package("qdc-cli-*-*.tgz")) as tar:
            programs.add(digest(tar.extractfile("package/bin/qdc").read()))
            self.assertEqual(json.load(tar.extractfile("package/package.json"))["version"], VERSION)
        with zipfile.ZipFile(package("*.whl")) as wheel:
            programs.add(digest(wheel.read(f"qdc_cli-{VERSION}.data/scripts/qdc")))
            self.assertIn(f"\nVersion: {VERSION}\n", wheel.read(f"qdc_cli-{VERSION}.dist-info/METADATA").decode())
        content = subprocess.run(["dpkg-deb", "--fsys-tarfile", package("*.deb")], stdout=subprocess.PIPE, check=True)
        program = subprocess.run(["tar", "-xO", "./usr/bin/qdc"], input=content.stdout, stdout=subprocess.PIPE, check=True)
        programs.add(digest(program.stdout))
        self.assertEqual(len(programs), 1)


class Tarball(Scratch):
    def test_it_has_manual_completions_and_licences(self):
        [top] = {name.split("/")[0] for name in members(package("qdc-*.tar.gz"))}
        inside = {name.removeprefix(top + "/") for name in members(package("qdc-*.tar.gz"))}
        for page in MAN:
            self.assertIn(f"share/man/man1/{page}", inside)
            self.assertIn(f"share/man/zh_CN/man1/{page}", inside)
        for name in [
            "bash-completion/completions/qdc", "zsh/site-functions/_qdc", "fish/vendor_completions.d/qdc.fish",
            *(f"doc/qdc/{name}" for name in ["qdc.ps1", "qdc.elv", "README.md", "README.zh-CN.md", "CHANGELOG.md"]),
            *(f"doc/qdc/{name}" for name in ["LICENSE-MIT", "LICENSE-APACHE", "THIRD-PARTY.txt"]),
        ]:
            self.assertIn(f"share/{name}", inside)

    def test_the_licences_are_of_what_is_compiled_in(self):
        with tarfile.open(package("qdc-*.tar.gz")) as tar:
            [name] = [name for name in tar.getnames() if name.endswith("THIRD-PARTY.txt")]
            text = tar.extractfile(name).read().decode()
        for part in ["pinyin-data", "OpenCC", r"\bclap \d", r"\bring \d", r"\blibsqlite3-sys \d", "Academic Free License"]:
            self.assertRegex(text, part)
        # Only tests need these.
        self.assertNotRegex(text, r"\b(proptest|divan) \d")

    def test_it_is_the_same_when_built_again(self):
        run(
            ROOT / "release/build", "tarball",
            env={**os.environ, "CARGO_TARGET_DIR": str(self.work), "QDC_BIN": str(dist().parent / "qdc")},
        )
        [again] = (self.work / "dist").glob("*.tar.gz")
        self.assertEqual(digest(again.read_bytes()), digest(package("qdc-*.tar.gz").read_bytes()))

    def test_a_program_of_another_version_is_not_packed(self):
        self.command("other", "#!/bin/sh\necho qdc 0.0.1\n")
        said = run(
            ROOT / "release/build", "tarball", code=1,
            env={**os.environ, "CARGO_TARGET_DIR": str(self.work), "QDC_BIN": str(self.bin / "other")},
        )
        self.assertIn(f"is qdc 0.0.1, not the {VERSION} of Cargo.toml", said)


class Debian(Scratch):
    def test_the_control_file(self):
        field = lambda name: run("dpkg-deb", "--field", package("*.deb"), name).strip()
        self.assertEqual(field("Package"), "qdc")
        self.assertEqual(field("Version").split("-")[0], VERSION)
        self.assertEqual(field("Architecture"), run("dpkg", "--print-architecture").strip())
        self.assertRegex(field("Depends"), r"libc6 \(>= 2\.\d+\)")
        self.assertIn("libgcc-s1", field("Depends"))
        self.assertEqual(field("Recommends"), "ca-certificates")

    def test_its_files_are_where_debian_looks_for_them(self):
        run("dpkg-deb", "--extract", package("*.deb"), self.work)
        for page in MAN:
            self.assertTrue((self.work / "usr/share/man/man1" / page).is_file())
            self.assertTrue((self.work / "usr/share/man/zh_CN/man1" / page).is_file())
        for name in [
            "bash-completion/completions/qdc", "zsh/vendor-completions/_qdc", "fish/vendor_completions.d/qdc.fish",
            "doc/qdc/copyright", "doc/qdc/THIRD-PARTY.txt",
        ]:
            self.assertTrue((self.work / "usr/share" / name).is_file(), name)
        self.assertIn("2026 the qdc authors", (self.work / "usr/share/doc/qdc/copyright").read_text())
        self.assertEqual(self.run_here(self.work / "usr/bin/qdc", "--version"), f"qdc {VERSION}\n")

    def test_dpkg_installs_and_removes_it(self):
        # A root of its own, since the machine may have another qdc; what it depends on is the machine's.
        root = self.work / "root"
        for name in ["var/lib/dpkg/info", "var/lib/dpkg/updates", "var/lib/dpkg/triggers"]:
            (root / name).mkdir(parents=True)
        (root / "var/lib/dpkg/status").touch()
        dpkg = ["dpkg", f"--root={root}", "--force-not-root", "--force-depends", f"--log={os.devnull}"]
        self.run_here(*dpkg, "--install", package("*.deb"))
        self.assertIn("Status: install ok installed", self.run_here(*dpkg, "--status", "qdc"))
        self.write("good.qdc", GOOD)
        self.run_here(root / "usr/bin/qdc", "check", "good.qdc")
        self.run_here(*dpkg, "--purge", "qdc")
        self.assertEqual([file for file in (root / "usr").rglob("*") if file.is_file()], [])


class Wheel(Scratch):
    def test_it_installs_in_a_clean_environment_checks_and_goes(self):
        self.write("good.qdc", GOOD)
        self.write("bad.qdc", BAD)
        self.run_here(sys.executable, "-m", "venv", "clean")
        clean = self.work / "clean/bin"
        self.run_here(clean / "pip", "install", "--quiet", package("*.whl"))
        self.assertEqual(self.run_here(clean / "qdc", "--version"), f"qdc {VERSION}\n")
        self.run_here(clean / "qdc", "check", "good.qdc")
        self.assertIn("unknown-keyword", self.run_here(clean / "qdc", "check", "bad.qdc", code=1))
        self.run_here(clean / "pip", "uninstall", "--quiet", "--yes", "qdc-cli")
        self.assertFalse((clean / "qdc").exists())

    def test_its_licences_come_with_it(self):
        with zipfile.ZipFile(package("*.whl")) as wheel:
            names = {name.split("/", 1)[1] for name in wheel.namelist()}
        self.assertLessEqual({"licenses/LICENSE-MIT", "licenses/LICENSE-APACHE", "licenses/THIRD-PARTY.txt"}, names)


class Npm(Scratch):
    def setUp(self):
        super().setUp()
        self.write("package.json", '{"private": true}')

    def install(self, *packages):
        self.run_here("npm", "install", "--silent", "--no-audit", "--no-fund", *packages)

    def test_it_installs_runs_and_passes_on_how_the_program_ended(self):
        self.install(package("qdc-cli-*-*.tgz"), package(f"qdc-cli-{VERSION}.tgz"))
        self.write("good.qdc", GOOD)
        self.write("bad.qdc", BAD)
        self.assertIn(f"qdc {VERSION}\n", self.run_here("npx", "qdc", "--version"))
        self.run_here("npx", "qdc", "check", "good.qdc")
        self.run_here("npx", "qdc", "check", "bad.qdc", code=1)
        self.run_here("npx", "qdc", "check", "missing.qdc", code=2)

    def test_the_main_package_takes_the_one_of_the_platform_and_no_other(self):
        with tarfile.open(package(f"qdc-cli-{VERSION}.tgz")) as tar:
            main = json.load(tar.extractfile("package/package.json"))
        with tarfile.open(package("qdc-cli-*-*.tgz")) as tar:
            platform = json.load(tar.extractfile("package/package.json"))
        self.assertEqual(main["optionalDependencies"], {platform["name"]: VERSION})
        node = json.loads(self.run_here("node", "-p", "JSON.stringify([process.platform, process.arch])"))
        self.assertEqual([platform["os"], platform["cpu"]], [[node[0]], [node[1]]])

    def test_it_says_what_is_missing(self):
        folder = self.work / "node_modules/qdc-cli"
        folder.mkdir(parents=True)
        with tarfile.open(package(f"qdc-cli-{VERSION}.tgz")) as tar:
            tar.extractall(self.work)
        shutil.copytree(self.work / "package", folder, dirs_exist_ok=True)
        self.assertIn("there is no program for", self.run_here("node", folder / "bin/qdc.js", code=2))

    def test_being_asked_to_stop_it_stops_the_program(self):
        self.install(package("qdc-cli-*-*.tgz"), package(f"qdc-cli-{VERSION}.tgz"))
        node = subprocess.Popen(
            ["node", self.work / "node_modules/qdc-cli/bin/qdc.js", "sandbox", "--port", "0"],
            cwd=self.work, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        with node:
            self.assertRegex(node.stdout.readline(), r"^http://127\.0\.0\.1:\d+$")
            node.send_signal(signal.SIGTERM)
            # It ends only when the last process that writes to it has.
            node.stdout.read()
