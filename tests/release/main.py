"""Runs the tests of this folder, those of the packages first, and closes with their counts."""

import sys
import unittest

names = sys.argv[1:] or ["packages", "installer", "pieces", "documents"]
suite = unittest.defaultTestLoader.loadTestsFromNames([f"test_{name}" if not name.startswith("test_") else name for name in names])
result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
failed = len(result.failures) + len(result.errors)
skipped = len(result.skipped)
print(f"{result.testsRun - failed - skipped} passed, {failed} failed, {skipped} skipped")
sys.exit(failed > 0 or result.testsRun == 0)
