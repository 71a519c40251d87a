"""The real window as a person with a screen reader meets it: started as a program, found and worked by accessible names."""

import json
import os
import subprocess
import tempfile
import time

import pyatspi

PATIENCE = 120  # seconds until a journey gives up; nothing is asserted about time


class Lost(Exception):
    """What the journey waited for did not come."""


def wait_for(what, look):
    """The first true result of `look`; raises Lost when none comes."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise Lost(what)


def walk(node):
    """Every accessible in sight below `node`. What goes away meanwhile is left out."""
    try:
        children = [node.getChildAtIndex(index) for index in range(node.childCount)]
    except Exception:  # the D-Bus error of an object that is gone
        return
    for child in children:
        if child is not None:
            yield child
            yield from walk(child)


def is_named(node, name, role):
    try:
        return node.name == name and (role is None or node.getRoleName() == role)
    except Exception:
        return False


class Program:
    """`firstlight` with a user folder of its own; ended with the object."""

    def __init__(self, folder, *arguments):
        self.folder = folder
        self.home = tempfile.TemporaryDirectory()
        self.environment = dict(os.environ, XDG_DATA_HOME=self.home.name, LC_ALL="C.UTF-8")
        self.arguments = arguments
        self.process = None

    def start(self):
        self.process = subprocess.Popen([os.path.join(self.folder, "firstlight"), *self.arguments], env=self.environment)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.home.cleanup()

    def user_file(self, name):
        return os.path.join(self.home.name, "firstlight", name)

    def root(self):
        """The program on the accessibility bus."""
        for application in pyatspi.Registry.getDesktop(0):
            if application is not None and application.get_process_id() == self.process.pid:
                return application
        return None

    def look(self, name, role=None):
        root = self.root()
        return next((node for node in walk(root) if is_named(node, name, role)), None) if root else None

    def find(self, name, role=None):
        return wait_for(f"{role or 'something'} named {name!r}", lambda: self.look(name, role))

    def click(self, name):
        """The button's own action; not for buttons that open a modal dialog, which would stall the bus."""
        button = self.find(name, "push button")
        button.queryAction().doAction(0)

    def keys(self, *names):
        """Keys where the keyboard is, as xdotool writes them: ctrl+q."""
        subprocess.run(["xdotool", "key", "--clearmodifiers", *names], check=True)

    def wait_for_end(self):
        """The exit code."""
        return self.process.wait(timeout=PATIENCE)

    def visits(self):
        """What the command line says of the same visits."""
        said = subprocess.run(
            [os.path.join(self.folder, "firstlight-cli"), "visits", "--json"],
            env=self.environment, check=True, capture_output=True, text=True)
        return json.loads(said.stdout)["visits"]
