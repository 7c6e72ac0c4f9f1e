"""What the tests share: the packages, built once, scratch folders, and the blocks of the documentation."""

import atexit
import functools
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent.parent
QDC = Path(os.environ["QDC_BIN"])
VERSION = re.search(r'^version = "(.+)"$', (ROOT / "Cargo.toml").read_text(), re.M)[1]

GOOD = """contract "租赁合同" {
    code      "LEASE-1"
    initiator "CORP_TEST_001"
    deadline  in 30d

    document main "FC_20260105090000Lease" pages 6

    signer "PSN_TEST_001" auth sms {
        sign main page 6 at (160, 180)
    }
}
"""
BAD = GOOD.replace("signer", "singer")
UNTIDY = GOOD.replace("    code      ", "  code ")


def run(*command, cwd=None, env=None, code=0):
    """Runs a command, and fails with what it said when it ends otherwise than expected."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    if done.returncode != code:
        raise AssertionError(f"{command} ended with {done.returncode}, not {code}:\n{done.stdout}")
    return done.stdout


def yaml(text):
    return YAML(typ="safe").load(text)


@functools.cache
def sources():
    """The files of the project, as git would have them."""
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@functools.cache
def dist():
    """The packages, built with the one documented command."""
    target = Path(tempfile.mkdtemp(prefix="qdc-packages-"))
    atexit.register(shutil.rmtree, target)
    program = target / "qdc"
    shutil.copy(QDC, program)
    # A program with its debug information takes a minute to compress.
    if shutil.which("strip"):
        run("strip", program)
    run(ROOT / "release/build", env={**os.environ, "CARGO_TARGET_DIR": str(target), "QDC_BIN": str(program)})
    return target / "dist"


def package(pattern):
    [found] = dist().glob(pattern)
    return found


def blocks(page, heading, language):
    """The blocks in a language below a heading of a page in docs/."""
    sections = re.split(r"^## ", (ROOT / "docs" / page).read_text(), flags=re.M)
    [section] = [section for section in sections if section.startswith(heading + "\n")]
    return re.findall(rf"^```{language}\n(.*?)^```$", section, flags=re.M | re.S)


class Scratch(unittest.TestCase):
    """A test with a home and a working folder of its own, where nothing but this machine can be reached by a package client."""

    def setUp(self):
        folder = Path(tempfile.mkdtemp(prefix="qdc-release-"))
        self.addCleanup(shutil.rmtree, folder)
        self.home, self.work, self.bin = folder / "home", folder / "工作 folder", folder / "bin"
        for each in (self.home, self.work, self.bin):
            each.mkdir()
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("QDC_", "GIT_", "LC_", "npm_", "PIP_"))},
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "PATH": f"{self.bin}:{os.environ['PATH']}",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": "",
            "PIP_CONFIG_FILE": os.devnull,
            "npm_config_offline": "true",
            "npm_config_cache": str(folder / "npm"),
            "npm_config_update_notifier": "false",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@localhost",
            "GIT_COMMITTER_NAME": "t", "GIT_COMMITTER_EMAIL": "t@localhost",
            "PRE_COMMIT_HOME": str(folder / "pre-commit"),
        }

    def run_here(self, *command, code=0, **env):
        return run(*command, cwd=self.work, env={**self.env, **{name: str(value) for name, value in env.items()}}, code=code)

    def shell(self, script, code=0, **env):
        """As the shell of a CI does: it stops at the first command that fails."""
        return self.run_here("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script, code=code, **env)

    def write(self, name, text):
        file = self.work / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def command(self, name, script):
        """A command that is found before the machine's."""
        file = self.bin / name
        file.write_text(script)
        file.chmod(0o755)

    def with_qdc(self):
        (self.bin / "qdc").symlink_to(QDC)

    def repository(self, folder):
        for words in (["init", "--quiet", "--initial-branch=main"], ["add", "--all"], ["commit", "--quiet", "--message=t"]):
            run("git", "-C", folder, *words, env=self.env)
