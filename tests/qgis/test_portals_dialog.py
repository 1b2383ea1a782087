"""The dialog of portals: what it writes into the user's own list, and that the shipped one stays as it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialog

from ruhr_planner import settings
from ruhr_planner.catalogue import portals
from ruhr_planner.gui.portals import PortalForm, PortalsDialog
from ruhr_planner.i18n import tr

FAULT = "schema: 1\nportals:\n  - id: kaputt\n    title: Kaputt\n    protocol: ckan\n    url: ftp://a\n"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "portale" / "portals.yaml"


@pytest.fixture
def dialog(qgis_app, own):
    made = PortalsDialog(own)
    yield made
    made.deleteLater()


def row_of(dialog: PortalsDialog, identifier: str) -> int:
    return next(row for row, portal in enumerate(dialog._portals) if portal.id == identifier)


def answered(monkeypatch, **values):
    """Let the form be filled in and accepted once, and then cancelled."""
    tries = []

    def accept(form: PortalForm):
        tries.append(form.fault.text())
        if len(tries) > 1:
            return QDialog.DialogCode.Rejected
        for name, value in values.items():
            getattr(form, name).setText(value)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(PortalForm, "exec", accept)
    return tries


def test_all_shipped_portals_are_listed(dialog):
    shipped = portals.shipped().portals
    assert dialog.table.rowCount() == len(shipped)
    states = [dialog.table.item(row, 0).checkState() == Qt.CheckState.Checked for row in range(len(shipped))]
    assert states == [portal.enabled for portal in shipped]
    assert not dialog.give_out.isEnabled() and dialog.give_out.toolTip()


def test_a_portal_is_switched_off_and_on(dialog, own):
    row = row_of(dialog, "dortmund")
    dialog.table.item(row, 0).setCheckState(Qt.CheckState.Unchecked)
    known = {portal.id: portal for portal in portals.load(own).portals}
    assert not known["dortmund"].enabled and known["dortmund"].own
    assert known["dortmund"].themes == ("gove", "tran", "regi")
    dialog.table.item(row, 0).setCheckState(Qt.CheckState.Checked)
    assert {portal.id: portal for portal in portals.load(own).portals}["dortmund"].enabled


def test_an_own_portal_is_added_edited_and_removed(dialog, own, monkeypatch):
    answered(monkeypatch, name="Stadt Müsterhausen", url="https://daten.example.org", municipality="05913000")
    dialog.add.click()
    made = portals.read(own).portals
    assert [(one.id, one.protocol, one.municipality, one.checked) for one in made] == [
        ("stadt_muesterhausen", "ckan", "05913000", "unchecked")
    ]
    assert dialog._chosen().id == "stadt_muesterhausen"
    answered(monkeypatch, url="https://neu.example.org")
    dialog.edit.click()
    assert portals.read(own).portals[0].url == "https://neu.example.org"
    dialog.remove.click()
    assert portals.read(own).portals == ()
    assert dialog.table.rowCount() == len(portals.shipped().portals)


def test_a_shipped_portal_cannot_be_removed(dialog):
    dialog.table.selectRow(row_of(dialog, "govdata"))
    assert dialog.edit.isEnabled() and not dialog.remove.isEnabled()
    assert "switched off" in dialog.remove.toolTip() or "abgeschaltet" in dialog.remove.toolTip()


def test_a_wrong_address_is_one_sentence_and_writes_nothing(dialog, own, monkeypatch):
    tries = answered(monkeypatch, name="Ohne Netz", url="ftp://daten.example.org")
    dialog.add.click()
    assert "ohne_netz" in tries[1]
    assert not own.exists()


def test_lists_travel_between_colleagues(dialog, own, tmp_path, monkeypatch):
    answered(monkeypatch, name="Amt", url="https://amt.example.org")
    dialog.add.click()
    shared = tmp_path / "geteilt.yaml"
    dialog.export_list(shared)
    dialog.remove.click()
    dialog.import_list(shared)
    assert [portal.id for portal in portals.read(own).portals] == ["amt"]


def test_a_list_with_a_fault_is_refused_and_changes_nothing(dialog, own, tmp_path):
    wrong = tmp_path / "falsch.yaml"
    wrong.write_text(FAULT, encoding="utf-8")
    dialog.import_list(wrong)
    assert not own.exists()
    assert "kaputt" in dialog.messages.currentItem().text()


def test_a_damaged_own_list_still_shows_the_shipped_one(qgis_app, own):
    own.parent.mkdir()
    own.write_text(FAULT, encoding="utf-8")
    made = PortalsDialog(own)
    assert made.table.rowCount() == len(portals.shipped().portals)
    assert "kaputt" in made.messages.currentItem().text()
    assert own.read_text(encoding="utf-8") == FAULT


def test_the_list_of_the_office_is_read_once_and_dates_are_written_out(qgis_app, own, tmp_path, monkeypatch):
    office = tmp_path / "amt.yaml"
    portals.export_list(office, portals.Catalogue((replace(portals.shipped().portals[0], checked="2026-03-01"),)))
    monkeypatch.setattr(settings, "office_portals", lambda: office)
    read, asked = portals.read, []
    monkeypatch.setattr(portals, "read", lambda path, own=False: (asked.append(path), read(path, own))[1])
    dialog = PortalsDialog(own)
    for _turn in range(3):
        dialog.refresh()
    assert asked.count(office) == 1
    row = row_of(dialog, portals.shipped().portals[0].id)
    assert dialog.table.item(row, 3).text() in ("1 March 2026", "1. März 2026")
    assert dialog.table.item(row, 4).text() == tr("office")
    dialog.deleteLater()
