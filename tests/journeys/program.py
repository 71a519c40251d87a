"""The real window as a person with a screen reader meets it: started as a program, found and worked by accessible names."""

import json
import os
import subprocess
import tempfile
import time

import pyatspi

PATIENCE = 120  # seconds until a journey gives up; nothing is asserted about time
MOST_TABS = 80  # more often than the Tab key must be pressed on any page


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


def has_state(node, state):
    try:
        return node.getState().contains(state)
    except Exception:  # the D-Bus error of an object that is gone
        return False


def children_of(node):
    try:
        return [node.getChildAtIndex(index) for index in range(node.childCount)]
    except Exception:
        return []


def walk(node):
    """Every accessible in sight below `node`. What goes away meanwhile is left out."""
    for child in children_of(node):
        if child is not None and has_state(child, pyatspi.STATE_SHOWING):
            yield child
            yield from walk(child)


def name_of(node):
    try:
        return node.name
    except Exception:
        return ""


def role_of(node):
    try:
        return node.getRoleName()
    except Exception:
        return ""


def is_named(node, name, role):
    return name_of(node) == name and (role is None or role_of(node) == role)


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

    def kill(self):
        """As the power goes: nothing is said to the program."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def __exit__(self, failure, *_):
        if failure:
            print("in sight:", *self.texts(), sep="\n  ", flush=True)
        self.kill()
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

    def texts(self):
        """What stands in the window, control by control."""
        root = self.root() if self.process and self.process.poll() is None else None
        return list(filter(None, map(name_of, walk(root)))) if root else []

    def wait_for_text(self, part):
        """The whole text in sight that holds `part`."""
        return wait_for(f"the text {part!r}", lambda: next((text for text in self.texts() if part in text), None))

    def wait_until_ready(self, name, role="push button"):
        def ready():
            node = self.look(name, role)
            return node if node and has_state(node, pyatspi.STATE_SENSITIVE) else None

        return wait_for(f"{role} {name!r} can be used", ready)

    def tab_to(self, name, role):
        """Moves the keyboard to a control as a person without a mouse does."""
        node = self.wait_until_ready(name, role)
        for _ in range(MOST_TABS):
            if has_state(node, pyatspi.STATE_FOCUSED):
                return node
            self.keys("Tab")
            time.sleep(0.05)  # until the focus has moved
        raise Lost(f"the Tab key never comes to {role} {name!r}")

    def press(self, name):
        self.tab_to(name, "push button")
        self.keys("space")

    def choose(self, name):
        """One of a group of radio buttons, with the arrow keys."""
        wanted = self.find(name, "radio button")
        group = [node for node in walk(wanted.parent) if role_of(node) == "radio button"]
        self.tab_to(next(name_of(node) for node in group if has_state(node, pyatspi.STATE_CHECKED)), "radio button")
        for _ in group:
            if has_state(wanted, pyatspi.STATE_CHECKED):
                return
            self.keys("Down")
            time.sleep(0.1)
        raise Lost(f"the arrow keys never choose {name!r}")

    def type(self, name, text):
        """Replaces what the field holds."""
        self.tab_to(name, "text")
        self.keys("ctrl+a")
        subprocess.run(["xdotool", "type", "--clearmodifiers", text], check=True)
        wait_for(f"{text!r} in the field {name!r}", lambda: self.content(name) == text)

    def content(self, name):
        """What the field holds."""
        return self.find(name, "text").queryText().getText(0, -1)

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

    def ask(self, *command):
        """What the command line says of the same visits."""
        said = subprocess.run(
            [os.path.join(self.folder, "firstlight-cli"), *command, "--json"],
            env=self.environment, check=True, capture_output=True, text=True)
        return json.loads(said.stdout)

    def visits(self):
        return self.ask("visits")["visits"]

    def record(self):
        """The newest visit with all that was found, written and said."""
        with tempfile.TemporaryDirectory() as folder:
            with open(self.ask("report", "--report", folder)["json"], encoding="utf-8") as report:
                return json.load(report)

    def prefer(self, **preferences):
        """Set before the start: pace, waiting times and the like."""
        file = self.user_file("preferences.json")
        kept = {}
        if os.path.exists(file):
            with open(file, encoding="utf-8") as old:
                kept = json.load(old)
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "w", encoding="utf-8") as new:
            json.dump(kept | preferences, new)
