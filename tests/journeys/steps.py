"""What journeys share: connect, commission, sign off, report, all with the keyboard."""

import glob
import os
import subprocess

from program import wait_for

CUSTOMER = "Maier"
SERIAL = "CMU123A45AA001"
LIMIT = "Grid export limit (kW)"


def page(program, title):
    program.find(title, "label")


def go_on(program, title, button="Next"):
    """To the wizard's next page, once its button lets go on."""
    program.wait_until_ready(button)
    program.keys("alt+Right")
    page(program, title)


def connect(program, station, link):
    """Through the Connect wizard to a station that was never met before."""
    program.keys("ctrl+k")
    page(program, "How do you reach the station?")
    if link == "rtu":
        program.choose("With a cable")
        go_on(program, "Which port is the cable plugged into?")
        program.type("Port", station.port)
        go_on(program, "How fast does the line talk?")
    else:
        program.choose("Over the station's hotspot or the network")
        go_on(program, "At which address is the station?")
        program.type("Address or name", "127.0.0.1")
        program.type("Port", station.port)
    go_on(program, "Is this the station?")
    end_connecting(program)


def is_connected(program):
    program.find(f"Station {SERIAL}", "label")


def end_connecting(program):
    program.wait_for_text(f"{SERIAL} answers")
    program.wait_until_ready("Finish")
    program.keys("alt+Right")
    program.find("Overview", "panel")


def open_commissioning(program, button="Commission this station"):
    program.keys("ctrl+4")
    program.press(button)
    page(program, "Where does the station stand?")


def go_to_limits(program):
    for title in ("Are these the devices you installed?", "Is the grid sound, and are the phases even?",
                  "Does every string deliver?", "Is the battery well?",
                  "Does the grid sensor count the right way?", "Which limits shall the station keep?"):
        go_on(program, title)


def write_and_check(program):
    go_on(program, "What will be written?")
    go_on(program, "Writing and checking", "Write the setting and check")


def sign_off_and_report(program):
    """From the end of the run to the end of the wizard; the PDF that lies there then."""
    go_on(program, "What did the checks find?")
    go_on(program, "Is the work done?")
    go_on(program, "The report is ready")
    program.wait_until_ready("Finish")
    program.keys("alt+Right")
    program.find("Set-up", "panel")
    return wait_for("the PDF", lambda: next(iter(glob.glob(program.user_file("reports/*.pdf"))), None))


def check_report(program, pdf, limit):
    """The record that stays: on paper, and for machines."""
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    assert CUSTOMER in text, text
    assert limit in text, text
    assert os.path.exists(pdf.removesuffix(".pdf") + ".json"), "no report for machines"
    record = program.record()
    assert record["visit"]["closed"], record["visit"]
    results = [change["result"] for change in record["changes"] if change["wanted"] == limit]
    assert "proven" in results and results[-1] in ("proven", "unchanged"), record["changes"]
