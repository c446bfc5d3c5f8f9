from pathlib import Path

from sparse_probing import stamp
from sparse_probing.code_notes import changed_modules, note_code


def test_the_script_that_changed_is_named(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    versions = []
    for text in ("x = 1", "x = 2"):
        script.write_text(text)
        for function in (stamp.code_hash, stamp.reachable_files, stamp._code):
            function.cache_clear()
        note_code(tmp_path, [script])
        versions.append(stamp.code_hash(script))
    assert changed_modules(tmp_path, *versions) == ["script.py"]
    assert changed_modules(tmp_path, versions[0], "0" * 16) == []
