"""The plugin's page in QGIS's options dialog."""

from __future__ import annotations

from qgis.gui import QgsFileWidget, QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ruhr_planner import i18n, paths
from ruhr_planner.gui.cachebox import CacheBox
from ruhr_planner.gui.help import help_button
from ruhr_planner.gui.traces import TracesBox
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.settings import export_level, home, settings

PAGE = "ruhr_planner_options"
"""Object name and key of the page, which ``iface.showOptionsDialog`` takes."""


def icon() -> QIcon:
    """Return the plugin's own icon."""
    return QIcon(str(paths.resource("icons", "ruhr_planner.svg")))


class OptionsPage(QgsOptionsPageWidget):
    """Language, folder for results, first preset of the search for sites, office and logo, and working offline."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PAGE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._appearance())
        layout.addWidget(self._defaults())
        layout.addWidget(self._sheets())
        layout.addWidget(self._network())
        layout.addWidget(self._removal())
        layout.addWidget(help_button(self, "options"), 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)

    def _appearance(self) -> QGroupBox:
        box = QGroupBox(tr("Language"), self)
        form = QFormLayout(box)
        self.language = QComboBox(box)
        self.language.setObjectName("ruhr_planner_language")
        for text, code in ((tr("As in QGIS"), ""), ("Deutsch", i18n.GERMAN), ("English", i18n.ENGLISH)):
            self.language.addItem(text, code)
        _pick(self.language, settings().language.value())
        form.addRow(_label(tr("&Language of the plugin"), self.language), self.language)
        note = QLabel(tr("A new language shows after QGIS has been restarted."), box)
        note.setWordWrap(True)
        form.addRow(note)
        return box

    def _defaults(self) -> QGroupBox:
        box = QGroupBox(tr("Defaults"), self)
        form = QFormLayout(box)
        self.folder = QgsFileWidget(box)
        self.folder.setObjectName("ruhr_planner_output_folder")
        self.folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.folder.setFilePath(settings().output_folder.value())
        self.folder.lineEdit().setPlaceholderText(str(home() / "results"))
        form.addRow(_label(tr("&Folder for results"), self.folder), self.folder)
        self.preset = preset_box(box)
        form.addRow(_label(tr("&Preset for cooperation sites"), self.preset), self.preset)
        self.gap = QDoubleSpinBox(box)
        self.gap.setObjectName("ruhr_planner_gap")
        self.gap.setRange(0.0, 500.0)
        self.gap.setDecimals(0)
        self.gap.setSuffix(" m")
        self.gap.setValue(settings().site_gap.value())
        self.gap.setToolTip(tr("Plots that are no further apart may form one site"))
        form.addRow(_label(tr("&Gap between plots of a site"), self.gap), self.gap)
        self.level = QComboBox(box)
        self.level.setObjectName("ruhr_planner_export_level")
        self.level.setToolTip(tr("Exports start with this level; each run can choose another one"))
        for level in codes.SENSITIVITY:
            self.level.addItem(codes.SENSITIVITY.label(level, i18n.language()), level)
        _pick(self.level, export_level())
        form.addRow(_label(tr("E&xport up to this confidentiality"), self.level), self.level)
        return box

    def _sheets(self) -> QGroupBox:
        box = QGroupBox(tr("Maps and sheets"), self)
        form = QFormLayout(box)
        self.office = QLineEdit(settings().office.value(), box)
        self.office.setObjectName("ruhr_planner_office")
        self.office.setPlaceholderText(tr("e.g. Municipality of Example, Urban Planning"))
        self.office.setToolTip(tr("Stands on every map and sheet; a run can name another one"))
        form.addRow(_label(tr("O&ffice"), self.office), self.office)
        self.logo = QgsFileWidget(box)
        self.logo.setObjectName("ruhr_planner_logo")
        self.logo.setDialogTitle(tr("Logo of the Office"))
        self.logo.setFilter(f"{tr('Pictures')} (*.svg *.png *.jpg *.jpeg)")
        self.logo.setFilePath(settings().logo.value())
        self.logo.setToolTip(tr("A drawing (SVG) stays sharp on every size of paper"))
        form.addRow(_label(tr("Lo&go"), self.logo), self.logo)
        return box

    def _network(self) -> QGroupBox:
        box = QGroupBox(tr("Network"), self)
        form = QFormLayout(box)
        self.offline = QCheckBox(tr("&Work offline"), box)
        self.offline.setObjectName("ruhr_planner_offline")
        self.offline.setChecked(settings().offline.value())
        form.addRow(self.offline)
        note = QLabel(tr("Searching and loading then serve what was loaded last, and say from when it is."), box)
        note.setWordWrap(True)
        form.addRow(note)
        form.addRow(CacheBox(box))
        proxy = QLabel(
            tr("Proxies, certificates and log-ins are those of QGIS, see its options “Network” and “Authentication”."),
            box,
        )
        proxy.setWordWrap(True)
        form.addRow(proxy)
        asked = QPushButton(tr("&Portals…"), box)
        asked.setObjectName("ruhr_planner_open_portals")
        asked.setToolTip(tr("Switch, add, edit, import and export the portals that a search asks"))
        asked.clicked.connect(self._open_portals)
        form.addRow(asked)
        return box

    def _removal(self) -> QGroupBox:
        box = QGroupBox(tr("Removal"), self)
        column = QVBoxLayout(box)
        self.traces = TracesBox(box)
        column.addWidget(self.traces)
        return box

    def _open_portals(self) -> None:
        from ruhr_planner.gui.portals import PortalsDialog  # the catalogue only when it is looked at
        from ruhr_planner.processing.searchcatalogue import own_list

        PortalsDialog(own_list(), self).exec()

    def apply(self) -> None:
        """Keep what the page shows; QGIS calls this when the dialog is accepted."""
        settings().language.setValue(self.language.currentData())
        settings().output_folder.setValue(self.folder.filePath())
        settings().office.setValue(self.office.text().strip())
        settings().logo.setValue(self.logo.filePath().strip())
        settings().site_preset.setValue(self.preset.currentData())
        settings().site_gap.setValue(self.gap.value())
        settings().export_level.setValue(self.level.currentData())
        settings().offline.setValue(self.offline.isChecked())


class OptionsFactory(QgsOptionsWidgetFactory):
    """Gives QGIS's options dialog a new page each time it opens."""

    def __init__(self) -> None:
        super().__init__()
        self.setTitle(tr("Ruhr Planner"))
        self.setKey(PAGE)
        self.setIcon(icon())

    def icon(self) -> QIcon:
        """Return the icon in the dialog's list."""
        return icon()

    def createWidget(self, parent: QWidget | None = None) -> OptionsPage:
        """Build the page from what is stored now."""
        return OptionsPage(parent)


def preset_box(parent: QWidget) -> QComboBox:
    """Build a box of the presets that need no further entry, set to the user's default."""
    box = QComboBox(parent)
    box.setObjectName("ruhr_planner_preset")
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    for code in codes.SITE_PRESET:
        if code != codes.SITE_PRESET.custom:
            box.addItem(codes.SITE_PRESET.label(code, i18n.language()), code)
    _pick(box, settings().site_preset.value())
    return box


def _pick(box: QComboBox, data: str) -> None:
    box.setCurrentIndex(max(0, box.findData(data)))


def _label(text: str, buddy: QWidget) -> QLabel:
    label = QLabel(text)
    label.setBuddy(buddy)
    return label
