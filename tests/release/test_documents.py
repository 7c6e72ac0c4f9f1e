"""What docs/install.md and docs/ci.md tell people to type, typed. What belongs to GitHub, GitLab and pre-commit is in
test_pieces.py."""

import re
import shutil
import sys
import unittest

from common import BAD, GOOD, ROOT, UNTIDY, VERSION, Scratch, blocks, dist, run


def fences(page):
    return re.findall(r"^```.*?^```$", (ROOT / "docs" / page).read_text(), flags=re.M | re.S)


class Languages(unittest.TestCase):
    def test_both_tell_to_type_the_same(self):
        for page in ["install.md", "ci.md"]:
            self.assertEqual(fences(page), fences(f"zh/{page}"))

    def test_links_lead_somewhere(self):
        for page in ["install.md", "ci.md", "zh/install.md", "zh/ci.md"]:
            file = ROOT / "docs" / page
            for target in re.findall(r"\]\(([^)#:]+)[^):]*\)", file.read_text()):
                self.assertTrue((file.parent / target).exists(), f"{page}: {target}")


class Install(Scratch):
    """In a folder with everything that release/build makes."""

    def setUp(self):
        super().setUp()
        for file in dist().iterdir():
            shutil.copy(file, self.work)

    def test_for_yourself(self):
        file, address, line, remove = blocks("install.md", "For yourself", "sh")
        self.shell(file)
        self.assertEqual(self.run_here(self.home / ".local/bin/qdc", "--version"), f"qdc {VERSION}\n")
        for script in [address, line]:
            self.shell(remove)
            self.assertFalse((self.home / ".local/bin").exists())
            self.shell(script.replace("ADDRESS", f"file://{dist()}"))
            self.assertEqual(self.run_here(self.home / ".local/bin/qdc", "--version"), f"qdc {VERSION}\n")

    def test_debian(self):
        [script] = blocks("install.md", "Debian", "sh")
        # As far as it goes without changing the machine: apt reads the package and finds what it depends on.
        self.command("sudo", '#!/bin/sh\n"$@" --simulate\n')
        self.env["DEBIAN_FRONTEND"] = "noninteractive"
        self.assertRegex(self.shell(script), rf"Inst qdc .*\({VERSION}")

    def test_python(self):
        [script] = blocks("install.md", "Python", "sh")
        self.run_here(sys.executable, "-m", "venv", "clean")
        self.shell(f". clean/bin/activate\n{script}qdc --version")

    def test_nodejs(self):
        [script] = blocks("install.md", "Node.js", "sh")
        self.write("package.json", '{"private": true}')
        self.assertIn(f"qdc {VERSION}\n", self.shell(script))

    def test_completions(self):
        [script] = blocks("install.md", "Completions", "sh")
        self.with_qdc()
        self.shell(script)
        offered = self.shell(
            ". ~/.local/share/bash-completion/completions/qdc\n"
            "COMP_WORDS=(qdc che) COMP_CWORD=1; _qdc qdc che qdc; echo \"${COMPREPLY[*]}\""
        )
        self.assertEqual(offered, "check\n")

    def test_the_other_commands_are_real(self):
        [cargo] = blocks("install.md", "Rust", "sh")
        self.assertEqual(cargo, "cargo install --path . --locked\n")
        self.assertIn("--path", run("cargo", "install", "--help"))
        [build] = blocks("install.md", "Building the packages", "sh")
        self.assertTrue((ROOT / build.strip()).is_file())


class Shell(Scratch):
    def setUp(self):
        super().setUp()
        self.with_qdc()
        self.changed, self.staged, self.version, self.untidy, self.told, self.rules = blocks("ci.md", "In any shell", "sh")
        self.write("contracts/lease.qdc", GOOD)
        self.repository(self.work)

    def test_what_a_branch_changes(self):
        # The mistake was there before.
        self.write("contracts/old.qdc", BAD)
        self.run_here("git", "add", "--all")
        self.run_here("git", "commit", "--quiet", "--message=old")
        self.run_here("git", "switch", "--quiet", "--create=branch")
        self.write("contracts/新 new.qdc", GOOD.replace("LEASE-1", "LEASE-2"))
        self.run_here("git", "add", "--all")
        self.run_here("git", "commit", "--quiet", "--message=new")
        self.shell(self.changed)
        self.write("contracts/新 new.qdc", BAD)
        self.run_here("git", "commit", "--quiet", "--all", "--message=bad")
        # xargs ends with 123 whenever what it ran ended with 1.
        self.assertIn("新 new.qdc", self.shell(self.changed, code=123))

    def test_what_is_about_to_be_committed(self):
        hook = self.write(".git/hooks/pre-commit", f"#!/bin/sh\n{self.staged}")
        hook.chmod(0o755)
        self.run_here("git", "commit", "--quiet", "--allow-empty", "--message=empty")
        self.write("contracts/bad.qdc", BAD)
        self.run_here("git", "add", "--all")
        self.assertIn("singer", self.run_here("git", "commit", "--message=bad", code=1))

    def test_a_file_as_it_was(self):
        self.write("contracts/lease.qdc", BAD)
        self.shell(self.version)

    def test_files_that_are_not_uniform(self):
        self.shell(self.untidy)
        self.write("contracts/untidy.qdc", UNTIDY)
        self.assertIn("untidy.qdc", self.shell(self.untidy, code=1))

    def test_told_but_not_failed(self):
        self.write("contracts/bad.qdc", BAD)
        self.assertIn("singer", self.shell(self.told))
        self.shell(self.told.replace("check", "check --no-such-option"), code=1)

    def test_a_rule_more_and_a_rule_less(self):
        self.shell(self.rules)
