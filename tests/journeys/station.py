"""The virtual station as a program of its own, which a journey can kill, silence and start again."""

import os
import signal
import subprocess
import tempfile


class Station:
    """A healthy house behind one address, which stays the same over restarts; ended with the object."""

    def __init__(self, folder, link):
        self.program = os.path.join(folder, "firstlight-station")
        self.home = tempfile.TemporaryDirectory()
        self.place = ["--tcp", "127.0.0.1:0"]
        if link == "rtu":
            self.place = ["--pty", os.path.join(self.home.name, "ttyRS485")]
        self.process = None
        self.endpoint = None
        self.start()

    def start(self):
        self.process = subprocess.Popen([self.program, *self.place], stdout=subprocess.PIPE, text=True)
        self.endpoint = self.process.stdout.readline().removeprefix("serving ").strip()
        if self.place[0] == "--tcp":
            self.place[1] = self.endpoint.removeprefix("tcp:")

    @property
    def port(self):
        """What a person types: the TCP port, or the name of the serial port."""
        return self.place[1].rpartition(":")[2]

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def pull_the_cable(self):
        """Nothing comes back any more, as from a wire that hangs loose."""
        self.process.send_signal(signal.SIGSTOP)

    def plug_the_cable_in(self):
        self.process.send_signal(signal.SIGCONT)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()
        self.home.cleanup()
