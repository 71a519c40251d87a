#!/usr/bin/python3
"""Starts over a preferences file with a mistake: a message names file and line, and the program ends.

usage: broken_preferences.py <folder with the programs>
"""

import os
import sys

from program import Program, name_of, role_of, wait_for, walk


def message(program):
    """The texts of the dialog in sight."""
    root = program.root()
    return " ".join(name_of(node) for node in walk(root) if role_of(node) == "label") if root else ""


def journey(program):
    file = program.user_file("preferences.json")
    os.makedirs(os.path.dirname(file))
    with open(file, "w", encoding="utf-8") as broken:
        broken.write('{\n  "language": "de",\n  "appearance": "pink"\n}\n')
    program.start()
    said = wait_for("a message that names the file", lambda: (text := message(program)) and "preferences.json" in text and text)
    assert "line 3" in said, said
    program.keys("Return")
    assert program.wait_for_end() != 0, "the program says that all is well"
    with open(file, encoding="utf-8") as still:
        assert "pink" in still.read(), "the broken file was replaced unasked"


if __name__ == "__main__":
    with Program(sys.argv[1]) as started:
        journey(started)
