"""Errors as one typed family.

An error is a sentence template with parameters and a remedy, in English; the edge (`i18n.words`) puts it into the
user's language. `message` and `remedy` are class attributes with string literals, so that the translation tool finds
them.
"""

from __future__ import annotations

from ruhr_planner.model.sentences import filled


class PlannerError(Exception):
    """Anything that stops a run: what happened, where, and what the user can do about it.

    `params` fill the placeholders of `message` and `remedy`; `detail` is a technical text for the log only.
    """

    message = "Something went wrong: {what}."
    remedy = ""

    def __init__(self, detail: str = "", **params: object) -> None:
        super().__init__(detail)
        self.detail = detail
        self.params = params

    def __str__(self) -> str:
        return " ".join(filled(part, **self.params) for part in (self.message, self.remedy) if part)


class Cancelled(PlannerError):
    """The user cancelled; nothing was written."""

    message = "The run was cancelled; nothing was written."


# --------------------------------------------------------------------------------------------------------------- input
class InputError(PlannerError):
    """A layer or a value that a run cannot use."""


class MissingLayer(InputError):
    """A required input layer is absent or broken."""

    message = "Layer “{layer}” for {parameter} cannot be read."
    remedy = "Choose a layer that opens in QGIS."


class InputIncomplete(InputError):
    """A layer of a database that ended before its end."""

    message = "Layer “{layer}”: {read} of {expected} records came before the database fell silent; nothing was written."
    remedy = "Check the connection to the database, and run again."


class MissingCrs(InputError):
    """Geometry without a coordinate reference system has no place and no hectare."""

    message = "Layer “{layer}” has no coordinate reference system."
    remedy = "Set it in the layer's properties under Source, then run again."


class TransformFailed(InputError):
    """A coordinate could not be brought into EPSG:25832."""

    message = "Layer “{layer}”, feature {feature}: its coordinates cannot be transformed from {crs} to EPSG:25832."
    remedy = "Check the layer's coordinate reference system."


class MissingField(InputError):
    """A required field is not there."""

    message = "Layer “{layer}” has no field “{field}”."
    remedy = "Rename the field that holds it, or harmonise the layer first."


class UnknownCode(InputError):
    """A value outside a code list."""

    message = "Layer “{layer}”, field “{field}”: the value “{value}” (feature {feature}) is not in the code list."
    remedy = "Allowed are: {allowed}."


class NotANumber(InputError):
    """A text in a field that has to be a number."""

    message = "Layer “{layer}”, field “{field}”: the value “{value}” (feature {feature}) is not a number."
    remedy = "Correct the value, or leave it empty if it is unknown."


class NotWhole(InputError):
    """A fraction where there are only whole numbers: counts, years, yes or no."""

    message = "Layer “{layer}”, field “{field}”: the value {value} (feature {feature}) is not a whole number."
    remedy = "Correct the value, or leave it empty if it is unknown."


class OutOfRange(InputError):
    """A number outside the range that has a meaning."""

    message = "Layer “{layer}”, field “{field}”: the value {value} (feature {feature}) lies outside {low} to {high}."
    remedy = "Correct the value, or leave it empty if it is unknown."


class NotADate(InputError):
    """A text in a date field."""

    message = "Layer “{layer}”, field “{field}”: the value “{value}” (feature {feature}) is not a date."
    remedy = "Write dates as YYYY-MM-DD, or leave the value empty if it is unknown."


class WrongGeometry(InputError):
    """A point layer where areas are needed, and the like."""

    message = "Layer “{layer}” holds {found}, but {needed} are needed for {parameter}."
    remedy = "Choose another layer."


class NoGeometry(InputError):
    """No feature of a layer is left to work with."""

    message = "Layer “{layer}” has no feature with a usable geometry ({left_out} left out)."
    remedy = "Check the layer's geometries, its filter and the date of validity."


class DuplicateId(InputError):
    """An id that has to be unique stands twice."""

    message = "Layer “{layer}”, field “{field}”: the value “{value}” stands more than once."
    remedy = "Give every record an id of its own, or remove the copy."


class BadParameter(InputError):
    """A parameter outside its range or in conflict with another."""

    message = "Parameter {parameter}: the value “{value}” cannot be used, because {why}."
    remedy = "Correct the value."


class NotFinite(BadParameter):
    """Infinite, or no number at all."""

    message = "Parameter {parameter} is not a finite number."


class SpeedUnknown(BadParameter):
    """A speed that is no class of the Breitbandatlas."""

    message = "Parameter SPEED: the Breitbandatlas has no class of {speed} Mbit/s."
    remedy = "Choose one of {allowed}."


class SharesOutOfOrder(BadParameter):
    """What is served has to be at least what is partly served."""

    message = "Parameter PARTLY_SHARE: {partly} is more than SERVED_SHARE, {served}."
    remedy = "Choose a lower PARTLY_SHARE or a higher SERVED_SHARE."


class RestrictionWeights(BadParameter):
    """The weights of the restriction levels are not what the balance needs."""

    message = "Parameter RESTRICTION_WEIGHTS: “{value}” are not four numbers from 0 to 1 that never rise."
    remedy = "Write one number for each of the levels 0 to 3, such as 1,0.75,0.25,0."


class PeriodReversed(BadParameter):
    """A period that ends before it begins."""

    message = "Parameter TAKEUP_FROM: {first} is later than TAKEUP_TO, {last}."
    remedy = "Exchange the two years, or leave one of them empty."


class BasisMixed(InputError):
    """Net and gross hectares in one column cannot be added up."""

    message = "Layer “{layer}”, field “{field}”: net and gross hectares are mixed."
    remedy = "Convert them to net land, or leave the others out."


class BasisDiffers(InputError):
    """Gross hectares against a supply that is counted net."""

    message = "Layer “{layer}”, field “{field}”: hectares are gross, but the plots are balanced as net land."
    remedy = "Convert the hectares to net land and set the field to “net”."


class EmployeesMissing(BadParameter):
    """An employment-based demand model without employment."""

    message = "Parameter DEMAND_MODEL: {model} needs EMPLOYEES, the number of employees by municipality."
    remedy = "Give EMPLOYEES, or choose the monitoring model."


class DemandParameters(BadParameter):
    """Parameters of the demand models that cannot be used."""

    message = "Parameter DEMAND_PARAMETERS cannot be used: {why}."
    remedy = "Take the shipped file demand_models.yaml as a pattern."


class CostsError(BadParameter):
    """A cost table of trenches that cannot be used."""


class CostsNoJson(CostsError):
    """Not JSON, or no object."""

    message = "Parameter COSTS is no cost table in JSON."
    remedy = "Write a table as the help shows it, or leave the parameter empty."


class CostsKeyUnknown(CostsError):
    """A key that the table does not have, such as a misspelt one."""

    message = "Parameter COSTS: there is no key “{key}”."
    remedy = "Known are: {known}."


class CostsNoDefault(CostsError):
    """No price for roads whose surface is unknown."""

    message = "Parameter COSTS: the key “default” is missing, the price per metre where the surface is unknown."
    remedy = 'Add it, such as "default": 150.'


class CostsNoNumber(CostsError):
    """Something else than numbers where prices belong."""

    message = "Parameter COSTS, key “{key}”: the value {value} cannot be used."
    remedy = "Write a number, or as in the shipped table an object of numbers."


class CostsNegative(CostsError):
    """A negative price."""

    message = "Parameter COSTS, key “{key}”: the value {value} is too small."
    remedy = "Prices and shares are 0 or more, a cabinet serves at least 1."


class SourcesOffNetwork(InputError):
    """No source from which a trench could start."""

    message = "Layer “{layer}”: none of {count} sources lies within {limit} m of a line of “{roads}”."
    remedy = "Check both layers' places, or raise SNAP_MAX."


class NoRoads(InputError):
    """No line on which a trench could run."""

    message = "Layer “{layer}” has no line that a trench could follow ({left_out} left out)."
    remedy = "Check its geometries, its filter and which road classes it holds."


class ThemeLayerMissing(InputError):
    """A map without the layer that its theme is about."""

    message = "The theme “{theme}” has nothing to show: it needs one of the layers {layers}."
    remedy = "They come from {makers}; give them in LAYERS, or a store that holds them."


class NothingForSheets(InputError):
    """No site or municipality to make a sheet of."""

    message = "There is no site and no municipality to make a fact sheet of."
    remedy = "Check the sites and “{parameter}”, which may exclude all of them."


class BadFile(InputError):
    """A file that is not what it should be."""

    message = "File “{file}” cannot be read: {why}."
    remedy = "Choose another file."


# -------------------------------------------------------------------------------------------------------------- output
class OutputError(PlannerError):
    """A result that cannot be written; what existed before is untouched."""


class FolderMissing(OutputError):
    """The target's folder does not exist."""

    message = "The folder “{folder}” for {parameter} does not exist."
    remedy = "Create it, or choose another target."


class ReadOnlyTarget(OutputError):
    """The target or its folder is write-protected."""

    message = "“{file}” for {parameter} cannot be written, because it or its folder is read-only."
    remedy = "Choose another target."


class TargetInUse(OutputError):
    """Another program holds the target open."""

    message = "“{file}” for {parameter} is held open by another program."
    remedy = "Close it there, then run again; the old file is unchanged."


class SameTarget(OutputError):
    """Two outputs name the same file and layer."""

    message = "{first} and {second} name the same target “{file}”."
    remedy = "Give each output a file or a layer name of its own."


class UnknownFormat(OutputError):
    """A file ending without a driver."""

    message = "“{file}” for {parameter}: the format “{ending}” is not known."
    remedy = "Use .gpkg, .geojson, .shp, .csv, .ods or .xlsx."


class UnknownEnding(OutputError):
    """A file output with an ending that it cannot have."""

    message = "“{file}” for {parameter}: files “{ending}” are not written."
    remedy = "Use {known}."


class FormatMissing(OutputError):
    """GDAL can have a driver for a format, but this one was built without it."""

    message = "“{file}”: the GDAL of this QGIS was built without the driver “{driver}”."
    remedy = "Choose another format, or install a QGIS whose GDAL has it."


class SheetTooLong(OutputError):
    """A spreadsheet has an end."""

    message = "“{file}”: the table “{table}” has more than {most} records, which no spreadsheet takes."
    remedy = "Write it as CSV, or choose fewer tables."


class TargetExists(OutputError):
    """A file that is in the way and that the plugin did not make."""

    message = "“{file}” exists already and was not made by Ruhr Planner."
    remedy = "Choose another target, or move the file away."


class WriteFailed(OutputError):
    """The disk is full, the connection is lost, a driver refuses."""

    message = "“{file}” could not be written: {why}."
    remedy = "The old file is unchanged; free some space or choose another target."


class HalfWritten(WriteFailed):
    """The end of a file was lost while it was closed."""

    message = "“{file}” could not be written whole: of {written} {written:record|records}, {found} can be read back."


class DiskFull(OutputError):
    """The volume of a target, or that of temporary files, has no room left."""

    message = "“{file}” could not be written: the disk is full."
    remedy = "What was there before is unchanged; free some space or choose another target."


class TargetLost(OutputError):
    """The connection to a file server, or a removable disk, went away in the middle."""

    message = "“{file}” cannot be reached any more: the connection to its folder is lost, or its disk is faulty."
    remedy = "Nothing half was left in its place; check the connection, then run again."


class PathTooLong(OutputError):
    """A name or a path longer than the system takes, or than SQLite's journal beside the file needs."""

    message = "The name “{file}” for {parameter} is too long by {excess} characters for this folder."
    remedy = "Choose a shorter name, or a folder higher up."


class AlgorithmMissing(PlannerError):
    """The provider is gone or has another version than the panel."""

    message = "The algorithm {algorithm} is not there."
    remedy = "Switch the plugin off and on again."


# --------------------------------------------------------------------------------------------------------------- store
class StoreError(PlannerError):
    """A planning store that cannot be used."""


class StoreMissing(StoreError):
    """No file at the given path."""

    message = "There is no planning store at “{file}”."
    remedy = "Choose an existing store, create one, or open the demo region."


class NotAStore(StoreError):
    """A file that is no planning store."""

    message = "“{file}” is not a planning store of Ruhr Planner."
    remedy = "Choose another file, or load its layers through harmonising."


class NewerStore(StoreError):
    """A store written by a newer version of the plugin."""

    message = "The store “{file}” has version {version}; this plugin knows versions up to {known}."
    remedy = "Update Ruhr Planner; the store is unchanged."


class StoreUpgraded(StoreError):
    """What became of an older store when it was opened; told, not raised."""

    message = "The store “{file}” had version {version} and has been brought to version {current}."
    remedy = "The old file is kept beside it as “{kept}”; colleagues need a Ruhr Planner that knows version {current}."


class DatabaseUpgraded(StoreError):
    """What became of an older store in a database when it was opened; told, not raised."""

    message = "The store “{file}” had version {version} and has been brought to version {current}."
    remedy = "Colleagues need a Ruhr Planner that knows version {current}."


class StoreOutdated(StoreError):
    """An older store that may not be changed here: told when it is opened, raised when it is to be written."""

    message = "The store “{file}” has version {version}; this plugin writes version {current} and may not change it."
    remedy = "Reading works. Let somebody with write access open it once; that brings it to the new version."


class StoreInUse(StoreError):
    """Another program writes to the store."""

    message = "The store “{file}” is locked by another program."
    remedy = "Wait until it has finished or close it there, then try again; the store is unchanged."


class StoreChanged(StoreError):
    """Somebody else wrote into the store between reading and writing."""

    message = "The store “{file}” was changed by another program during the run; nothing was written."
    remedy = "Run again."


class StoreReadOnly(StoreError):
    """The store or its folder is write-protected."""

    message = "The store “{file}” is read-only."
    remedy = "Copy it to a folder where you may write."


class StoreUnfinished(StoreError):
    """Another program ended in the middle of writing, and what it left cannot be put right without write access."""

    message = "“{file}” was left in the middle of a change by a program that ended, and its folder is read-only."
    remedy = "Have it opened once by somebody who may write there; the state before the change comes back."


class StoreNotSupported(StoreError):
    """A kind of store that this version does not open."""

    message = "The store “{file}” is neither a GeoPackage nor a schema of a PostGIS database."
    remedy = "Choose a .gpkg file, or give postgres:connection/schema."


class ConnectionMissing(StoreError):
    """A database connection that QGIS does not know."""

    message = "QGIS has no PostgreSQL connection “{connection}”; it knows: {known}."
    remedy = "Make one in the Browser under PostgreSQL, or choose another."


class ConnectionSecret(StoreError):
    """A stored connection with a password in plain text."""

    message = "The PostgreSQL connection “{connection}” keeps its password in plain text; it would get into projects."
    remedy = "Edit the connection, choose “Convert to Configuration” under Authentication, and try again."


class StoreUnreachable(StoreError):
    """No connection to the database."""

    message = "The database of the store “{file}” cannot be reached."
    remedy = "Check the network, and host and port in the connection's properties in QGIS; the log has the details."


class StoreRefused(StoreUnreachable):
    """The server answers, and does not let us in."""

    message = "The server of the store “{file}” answers, but refuses the log-in."
    remedy = "Check user, password and database in the connection's properties in QGIS; the log has the server's words."


class StoreReadDenied(StoreError):
    """The user may not even look at the schema."""

    message = "You may not look into the store “{file}”."
    remedy = "Ask the administrator for the role of a reader."


class StoreLost(StoreError):
    """The server went away in the middle."""

    message = "The connection to the store “{file}” was lost; what was not complete has not been written."
    remedy = "Run again when the database is back: what is there already is not written twice."


class StoreTimeout(StoreError):
    """The server stopped a statement."""

    message = "The database stopped a statement on the store “{file}”, because it took too long; nothing was written."
    remedy = "Ask the administrator for a longer statement_timeout, or work on a smaller part."


class StoreWriteDenied(StoreError):
    """The user may look at the database, not write."""

    message = "You may not write into the store “{file}”."
    remedy = "Ask the administrator for the role of an editor; confidential records need that role, too."


class JobMissing(StoreError):
    """An analysis that is not in the queue, or somebody else's."""

    message = "The store “{file}” has no analysis “{job}” of yours in its queue."
    remedy = "Copy the id from the log of the run that began it."


class TileFailed(StoreError):
    """A part of a tiled analysis that cannot be computed."""

    message = "{count} of {all} {all:tile|tiles} could not be computed; the first one says: “{why}”."
    remedy = "Correct that, and run again."


class NeedsDatabase(StoreError):
    """Tiles are handed out by a database only."""

    message = "The store “{file}” is a file; tiles are handed out by a store in PostGIS."
    remedy = "Run the algorithm itself on the file, or create a store in a database with createstore."


class StoreTable(StoreError):
    """A result under the name of one of a store's own tables."""

    message = "“{table}” is a table of the planning store; a result does not replace it."
    remedy = "Give the result another name, or bring the records in with harmonise."


class StoreHeld(StoreError):
    """Somebody else imports at the same time."""

    message = "The store “{file}” is being written by {holder}."
    remedy = "Wait until that import has finished, then try again; the store is unchanged."


class StoreExists(StoreError):
    """Creating must never overwrite."""

    message = "“{file}” exists already."
    remedy = "Choose another name, or open it as a store."


class TableMissing(StoreError):
    """A table that the question needs is not in the store, or empty."""

    message = "The store “{file}” has no records in the table “{table}”."
    remedy = "Import or harmonise the data first."


# ------------------------------------------------------------------------------------------------------- changing plots
class PlotMissing(InputError):
    """A plot that is to be changed is not in the store."""

    message = "The store “{file}” has no plot “{plot}”."
    remedy = "Copy the id from the field plot_id of the layer."


class PlotEnded(InputError):
    """A plot that has ended cannot be changed: that would rewrite history."""

    message = "The plot “{plot}” ended on {day}."
    remedy = "Choose a plot that is in force."


class CutMisses(InputError):
    """A line or area does not cut anything off a plot."""

    message = "The line or area cuts nothing off the plot “{plot}”."
    remedy = "Draw a line that crosses the plot from border to border, or an area that covers a part of it."


class NothingToUndo(InputError):
    """No change by hand that could be taken back."""

    message = "The store “{file}” has no change by hand that could be undone."
    remedy = "The history of a plot shows what it was before."


class EditOvertaken(InputError):
    """A change whose plots were changed again since."""

    message = "The plot “{plot}” has been changed again since; undoing would lose that."
    remedy = "Undo the later change first; the history of the plot shows all its states."


class TooFewPlots(InputError):
    """A single plot cannot be merged."""

    message = "To merge plots, at least two are needed; {count} is given."
    remedy = "Name the ids of all plots, separated by semicolons."


class LicencesDiffer(InputError):
    """One record carries one licence."""

    message = "The plots {plots} have different licences ({licences}) and cannot become one record."
    remedy = "Merge only plots of one licence."


# ----------------------------------------------------------------------------------------------------------- broadband
class BroadbandTableUnknown(BadFile):
    """A text file without the columns of a municipal table of the Breitbandatlas."""

    message = "File “{file}” is no table of the Breitbandatlas: it needs “AGS” and columns as “FTTH/B ≥ 1000 Mbit/s”."
    remedy = "Choose the CSV table by municipality or the GeoPackage of the grid."


class BroadbandKindNotRead(BadFile):
    """A kind of the Breitbandatlas that this version does not read yet."""

    message = "File “{file}” cannot be imported yet, because this version does not read {kind} files."
    remedy = "Choose the CSV table by municipality or the GeoPackage of the grid, plain or zipped."


class BroadbandGridUnknown(BadFile):
    """A GeoPackage without the layer of the Breitbandatlas grid."""

    message = "File “{file}” has {found} layers with “raster_id” and columns as “down_fn_hh_ftthb_1000”, one is needed."
    remedy = "Choose the GeoPackage of the fixed-network grid of the Breitbandatlas."


class BroadbandEditionUnknown(BadParameter):
    """Neither the parameter nor the file name says which edition a file is."""

    message = "The edition of “{file}” cannot be told from its name."
    remedy = "Give EDITION as year and month, such as 2021-06."


class BroadbandUserGroupUnknown(BadParameter):
    """Neither the parameter nor the file name says whose supply a table describes."""

    message = "Whose supply “{file}” describes cannot be told from its name."
    remedy = "Choose USER_GROUP."


class BroadbandIncomplete(BadFile):
    """A file that announces more records than could be read."""

    message = "File “{file}” announces {expected} records, but only {read} could be read; nothing was written."
    remedy = "Download it again."


class FileNotFound(BadFile):
    """No file at the given path."""

    message = "There is no file “{file}”."
    remedy = "Check the path."


class FileTooLarge(BadFile):
    """A file, packed or plain, beyond the limit of its kind."""

    message = "“{file}” is larger than {limit} MB, the limit for this kind of file."
    remedy = "Check whether it is the right file."


class TextDamaged(BadFile):
    """Bytes that are no text table."""

    message = "File “{file}” is damaged or no text table."
    remedy = "Download it again, or save it as CSV in UTF-8."


class RowTooLong(BadFile):
    """A row of a text table with more values than the heading has names."""

    message = "File “{file}”: line {line} has {count} values, but the heading only {expected}."
    remedy = "Put values that hold the separator between quotation marks, or give every column a heading."


class ArchiveDamaged(BadFile):
    """A zip archive that cannot be opened, or is encrypted."""

    message = "Archive “{file}” is damaged or encrypted."
    remedy = "Download it again, or unpack it and choose the file inside."


class ArchiveUnsafe(BadFile):
    """A zip entry that points outside of the archive; such an archive is refused whole."""

    message = "Archive “{file}” is refused, because its entry “{entry}” points outside of it."
    remedy = "Get the file from its publisher."


class ArchiveContent(BadFile):
    """An archive with no or several files that could be meant."""

    message = "Archive “{file}” holds {found} files that can be imported; exactly one is needed."
    remedy = "Unpack it and choose the file."


class GdalMissing(PlannerError):
    """Neither osgeo nor fiona is installed."""

    message = "This computer has neither QGIS's GDAL nor fiona."
    remedy = "Install fiona for the Python that runs this program."


class NotThisFormat(BadFile):
    """A file that its driver does not open."""

    message = "File “{file}” cannot be opened as {format}."
    remedy = "Check whether it is complete and of this kind; download it again."


class FileDamaged(BadFile):
    """A file that opens and then breaks off."""

    message = "File “{file}” is damaged: not all of its records can be read."
    remedy = "Download it again."


class FileKindUnknown(BadFile):
    """Bytes that are no format of ours."""

    message = "File “{file}” is of a kind that is not read."
    remedy = "Choose a zipped Shapefile, GeoJSON, GeoPackage, GML, KML, CSV or XLSX."


class FileLayerUnknown(BadFile):
    """A layer that the file does not have, or several and none named."""

    message = "File “{file}” has no layer “{layer}”."
    remedy = "Choose one of: {known}."


class NoCoordinates(BadFile):
    """Coordinates whose reference system nobody names and that lie nowhere in the region."""

    message = "“{file}” names no coordinate reference system, and its coordinates fit none of the region."
    remedy = "Ask the publisher, or convert it with a reference system first."


# ------------------------------------------------------------------------------------------------------- what was left
class Aftermath(PlannerError):
    """What a program that was killed has left, told at the next start; none of these is raised."""


class RunDied(Aftermath):
    """A run of an algorithm whose program is gone."""

    message = "A run of “{algorithm}”, begun {begun}, did not come to its end: QGIS or the computer was stopped."
    remedy = "Its temporary files are removed; run it again if you need its result."


class FileAsBefore(Aftermath):
    """A target that a dead run had not reached yet."""

    message = "“{file}”: a run, begun {begun}, was stopped before its result was in place."
    remedy = "What was there before is unchanged; nothing of that run is in it."


class FileFinished(Aftermath):
    """A target that was complete, or has been completed now from what lay ready."""

    message = "“{file}”: a run, begun {begun}, was stopped just after its result was complete."
    remedy = "The new result is in place as a whole."


class FileTidied(Aftermath):
    """A GeoPackage in WAL mode whose program ended without closing it."""

    message = "“{file}”: a program was stopped while it had it open for writing."
    remedy = "What had been saved is in it as a whole; the files that lay beside it are put away."


class FileRolledBack(Aftermath):
    """A GeoPackage with the journal of a transaction that never ended."""

    message = "“{file}”: a program was stopped while it was writing into it."
    remedy = "What had been saved is in it as a whole; what had not is undone."


# ------------------------------------------------------------------------------------------------------------- network
class NetworkError(PlannerError):
    """An answer that did not come or cannot be used.

    `source` is the title under which the user knows the service; no message names a host, an address or a secret.
    """


class AddressInvalid(NetworkError):
    """An address that no request can be sent to."""

    message = "The address of “{source}” cannot be used."
    remedy = "It has to begin with https:// or http:// and to name a server."


class AddressSecret(NetworkError):
    """A map's address with a user or a key in it; a layer keeps its address, and a project its layers."""

    message = "The address of the map “{source}” holds a user name, a password or a key; it would get into projects."
    remedy = "Leave it out there, and give an authentication configuration of QGIS (AUTHCFG) that adds it."


class ConnectionFailed(NetworkError):
    """No connection: refused, no route, no network."""

    message = "“{source}” cannot be reached."
    remedy = "Check the network connection, the address and the proxy settings, then try again."


class AddressUnknown(ConnectionFailed):
    """A server name that nobody knows, or a computer that is offline."""

    message = "The server of “{source}” was not found."
    remedy = "Check the address for typing errors and whether this computer is online."


class BrokenOff(ConnectionFailed):
    """The connection was reset, or fewer bytes came than were announced."""

    message = "“{source}” broke off the transfer before its answer was complete."
    remedy = "Try again; if it happens again, ask for a smaller area."


class TimedOut(NetworkError):
    """Nothing came for too long."""

    message = "“{source}” sent nothing for {seconds} seconds."
    remedy = "Try again later, or ask for a smaller area."


class TookTooLong(TimedOut):
    """Something comes, but it never ends."""

    message = "“{source}” had not finished its answer after {seconds} seconds."
    remedy = "Try again later, or ask for a smaller area."


class TooLarge(NetworkError):
    """An answer beyond the limit, plain or after unpacking."""

    message = "The answer of “{source}” is larger than {limit} MB and was refused."
    remedy = "Ask for a smaller area or for fewer features."


class ProxyFailed(NetworkError):
    """The proxy itself cannot be reached."""

    message = "The proxy on the way to “{source}” cannot be reached."
    remedy = "Check the proxy settings (in QGIS under Settings, Options, Network)."


class ProxyRefused(ProxyFailed):
    """The proxy wants a log-in, or another one (407)."""

    message = "The proxy on the way to “{source}” refuses the log-in (407)."
    remedy = "Check user name and password in the proxy settings (in QGIS under Settings, Options, Network)."


class HandshakeFailed(ConnectionFailed):
    """No common encryption: the server speaks none, or an outdated one, or a device on the way takes it apart."""

    message = "No protected connection (https) to “{source}” came about; nothing was loaded."
    remedy = "Check the address. If it is right, ask the operator, or your IT, which encryption the server speaks."


class CertificateRejected(NetworkError):
    """A certificate that nobody trusted vouches for."""

    message = "The certificate of “{source}” is not trusted; nothing was loaded."
    remedy = "If you know the operator, add the certificate authority in QGIS under Settings, Options, Authentication."


class CertificateExpired(CertificateRejected):
    """A certificate after its last day, or before its first."""

    message = "The certificate of “{source}” has expired or is not valid yet; nothing was loaded."
    remedy = "Check this computer's date; if it is right, tell the operator of the service."


class AuthenticationFailed(NetworkError):
    """An authentication configuration that is absent or locked."""

    message = "The authentication configuration for “{source}” cannot be used."
    remedy = "Choose one that exists in QGIS, and unlock it with the master password."


class RedirectRefused(NetworkError):
    """A redirect to something that is no web address."""

    message = "“{source}” redirects to something that is no web address."
    remedy = "Ask the operator for the current address."


class RedirectLoop(RedirectRefused):
    """A redirect in a circle, or too many in a row."""

    message = "“{source}” redirects in a circle or more than {limit} times."
    remedy = "Ask the operator for the current address."


class RedirectUnprotected(RedirectRefused):
    """A redirect from https to http."""

    message = "“{source}” redirects from protected https to unprotected http, which is not followed."
    remedy = "Ask the operator for an https address."


class HttpStatus(NetworkError):
    """An answer with an error status; `status` is the number."""

    message = "“{source}” answered with the error {status}."
    remedy = "Check the address and the layer; if they are right, ask the operator."


class BadRequest(HttpStatus):
    """400: a server that does not understand, or is out of breath."""

    message = "“{source}” does not understand the request ({status})."
    remedy = "Check whether the address leads to a service of this kind, then try again."


class LoginNeeded(HttpStatus):
    """401: no log-in, or a wrong one."""

    message = "“{source}” asks for a log-in or refuses the one given ({status})."
    remedy = "Choose an authentication configuration with a valid user name and password."


class AccessDenied(HttpStatus):
    """403: not for this user."""

    message = "“{source}” denies access ({status})."
    remedy = "Ask the operator for access, or choose another authentication configuration."


class NotFound(HttpStatus):
    """404 or 410: nothing at this address."""

    message = "“{source}” has nothing at this address ({status})."
    remedy = "Check the address and the layer's name; the data may have moved."


class TooManyRequests(HttpStatus):
    """429: asked too often."""

    message = "“{source}” limits how often it may be asked, and the limit is reached ({status})."
    remedy = "Wait some minutes, then try again."


class ServerFailed(HttpStatus):
    """5xx: the service's own fault."""

    message = "“{source}” has an internal error ({status})."
    remedy = "Try again later; if it lasts, tell the operator."


class ServiceUnavailable(ServerFailed):
    """502, 503 or 504: overloaded, or under maintenance."""

    message = "“{source}” is not available at the moment ({status})."
    remedy = "It is overloaded or under maintenance: try again later."


class AnswerError(NetworkError):
    """An answer that came whole and still is not what was asked for."""


class LoginPage(AnswerError):
    """A web page instead of data: a log-in page, the page of a guest network, a portal's start page."""

    message = "“{source}” sent a web page instead of data."
    remedy = "Open the address in a browser: either it asks for a log-in, or it is not the address of a service."


class ServiceException(AnswerError):
    """The service says itself why not, whatever the status; `text` are its own words without addresses.

    `code` is the service's exception code and `status` the HTTP status, for programs.
    """

    message = "“{source}” refuses the request: “{text}”."
    remedy = "Check the layer's name and the parameters, or ask the operator."


class WrongContent(AnswerError):
    """Something else than the asked-for format, such as an image instead of JSON."""

    message = "“{source}” sent {found} instead of {expected}."
    remedy = "Check whether the address leads to a service of this kind."


class DamagedAnswer(AnswerError):
    """An answer that cannot be unpacked or parsed."""

    message = "The answer of “{source}” is damaged."
    remedy = "Try again; if it happens again, tell the operator."


class UnsafeXml(AnswerError):
    """XML with a document type definition: entities can fill the memory or read files."""

    message = "The answer of “{source}” has a document type definition and was refused, because that can do harm."
    remedy = "Tell the operator; ask for another format."


class OfflineMissing(AnswerError):
    """Offline, and this was not loaded before."""

    message = "“{source}” was not loaded before in this way, and working offline is switched on."
    remedy = "Switch working offline off, or repeat what you asked for when online."


# ----------------------------------------------------------------------------------------------------------- catalogue
class CatalogueError(InputError):
    """A portal list or a search that cannot be used."""


class PortalListUnreadable(CatalogueError):
    """A portal list that the operating system does not hand over."""

    message = "Portal list “{file}” cannot be read ({why})."
    remedy = "Check whether it exists and may be read."


class PortalListNoYaml(PortalListUnreadable):
    """Not YAML; `line` is where the reader stopped."""

    message = "Portal list “{file}” is no valid YAML (line {line})."
    remedy = "Correct the file, or export a list as a pattern."


class PortalListTooLarge(PortalListUnreadable):
    """Larger than any list is."""

    message = "Portal list “{file}” is larger than {limit} MB."
    remedy = "Check whether it is the right file."


class PortalListAnchors(PortalListUnreadable):
    """YAML anchors and references can fill the memory."""

    message = "Portal list “{file}” uses YAML anchors or references, which are not read."
    remedy = "Write the entries out."


class PortalListSchema(PortalListUnreadable):
    """Another schema, or no list at all."""

    message = "Portal list “{file}” does not begin with schema {schema}."
    remedy = "Export a list as a pattern."


class PortalListShape(PortalListUnreadable):
    """Portals or layers that are no list."""

    message = "Portal list “{file}”: “{field}” is no list of entries."
    remedy = "Export a list as a pattern."


class PortalFault(CatalogueError):
    """One entry of a portal list that breaks the schema; the remedy says what belongs there."""

    message = "Portal list “{file}”, entry “{entry}”, field “{field}”: the value “{value}” cannot be used."
    remedy = "Correct the entry."


class PortalTwice(PortalFault):
    """Two entries with one id."""

    message = "Portal list “{file}”: entry “{entry}” stands more than once."
    remedy = "Give every entry an id of its own."


class PortalFieldMissing(PortalFault):
    """A field that every entry needs."""

    message = "Portal list “{file}”, entry “{entry}”: the field “{field}” is missing."
    remedy = "Add it."


class PortalFieldUnknown(PortalFault):
    """A field that the schema does not have, such as a misspelt one."""

    message = "Portal list “{file}”, entry “{entry}”: there is no field “{field}”."
    remedy = "Check its spelling, or remove it."


class PortalNotListed(PortalFault):
    """A value outside a closed list."""

    remedy = "Allowed are: {allowed}."


class PortalNoId(PortalFault):
    """An id with other characters."""

    remedy = "Use two or more of a-z, 0-9, “_”, “.” and “-”."


class PortalNoText(PortalFault):
    """Something else than a text."""

    remedy = "Write a text."


class PortalNoTexts(PortalFault):
    """Something else than a list of texts."""

    remedy = "Write a list of texts, such as [one, two]."


class PortalNoLabel(PortalFault):
    """A text in one language only."""

    remedy = "Write one text, or one for “de” and one for “en”."


class PortalNoAddress(PortalFault):
    """No web address."""

    remedy = "It has to begin with https:// or http:// and to name a server."


class PortalSecret(PortalFault):
    """A log-in in an address; the sentence does not repeat it."""

    message = "Portal list “{file}”, entry “{entry}”, field “{field}”: a user name or password must not stand here."
    remedy = "Store it in an authentication configuration of QGIS, and give its id as authcfg."


class PortalNoDate(PortalFault):
    """Neither a day, a month nor "unchecked"."""

    remedy = "Write a day (2026-09-08), a month (2026-09) or “unchecked”."


class PortalNoFlag(PortalFault):
    """Neither true nor false."""

    remedy = "Write true or false."


class PortalNoMunicipality(PortalFault):
    """No municipality of the region."""

    remedy = 'Write a key (AGS) of the region in quotes, such as "05913000".'


class PortalNoLicence(PortalFault):
    """No licence that is known."""

    remedy = "Write an id such as dl-de/by-2-0, or leave the field out."


class PortalNoOptions(PortalFault):
    """Options that are no names with texts."""

    remedy = "Write names with texts, such as organization: stadt."


class PortalNoSeconds(PortalFault):
    """No time limit."""

    remedy = "Write a number from 1 to 120."


class PortalUnknown(CatalogueError):
    """A portal name or id that no list has."""

    message = "There is no portal “{portal}”."
    remedy = "Known are: {known}."


class MunicipalityUnknown(CatalogueError):
    """A municipality that is none of the region."""

    message = "“{municipality}” is no municipality or Kreis of the Metropole Ruhr."
    remedy = "Give its name or its key (AGS), or leave the field empty."


class QueryEmpty(CatalogueError):
    """A search without a word to search for."""

    message = "The search has no word to search for."
    remedy = "Enter at least one word of two letters, such as “Gewerbe”."


# ------------------------------------------------------------------------------------------------------------- scoring
class ParameterOutOfRange(BadParameter):
    """A number that a method cannot work with."""

    message = "Parameter {parameter}: {value} lies outside {low} to {high}."


class JsonDamaged(BadParameter):
    """A text that is no JSON; `why` is the reader's own word."""

    message = "Parameter {parameter} is no valid JSON (line {line}, column {column})."
    remedy = "Check quotes, commas and brackets."


class JsonUnreadable(BadParameter):
    """Neither JSON text nor a file that can be read."""

    message = "Parameter {parameter}: “{value}” is neither JSON text nor a file that can be read."
    remedy = "JSON text begins with a bracket; a file has to exist and to be smaller than {limit} MB."


class CriteriaUnknown(JsonUnreadable):
    """Neither a preset, nor JSON, nor a file."""

    message = "Parameter {parameter}: “{value}” is neither a preset nor JSON text nor a file that can be read."
    remedy = "Presets are {known}."


class CriteriaEmpty(BadParameter):
    """No list of criteria."""

    message = "Parameter {parameter} holds no list of criteria."
    remedy = "Write a list of objects with id, field, worst, best and weight; the help shows one."


class WeightsZero(BadParameter):
    """Nothing to weigh with."""

    message = "The weights of the criteria sum to 0."
    remedy = "Give at least one criterion a weight above 0."


class CriterionFault(BadParameter):
    """One criterion that breaks the rules; the remedy says what belongs there."""

    message = "Criterion “{criterion}”, “{key}”: the value {value} cannot be used."


class CriterionKeyMissing(CriterionFault):
    """Something that every criterion needs."""

    message = "Criterion “{criterion}”: “{key}” is missing."
    remedy = "Add it."


class CriterionKeyUnknown(CriterionFault):
    """A misspelt key."""

    message = "Criterion “{criterion}”: there is no “{key}”."
    remedy = "Known are: {known}."


class CriterionTwice(CriterionFault):
    """Two criteria with one id, or with ids that make the same field name."""

    message = "Criterion “{criterion}” stands more than once."
    remedy = "Give every criterion an id of its own (letters, digits, “_”)."


class CriterionNoText(CriterionFault):
    """Something else than a text, or than a text for each of both languages."""

    remedy = "Write a text; label and ask may also be one text for “de” and one for “en”."


class CriterionNoNumber(CriterionFault):
    """Something else than a finite number."""

    remedy = "Write a finite number, with a point as decimal sign."


class WeightNegative(CriterionFault):
    """A weight below 0."""

    remedy = "Weights are 0 or more; where less is better, exchange “worst” and “best”."


class AnchorsEqual(CriterionFault):
    """Worst and best are the same."""

    message = "Criterion “{criterion}”: “worst” and “best” are both {value}."
    remedy = "Give two different anchors."


class PointsUnfit(CriterionFault):
    """Points that are no list of pairs."""

    remedy = "Write at least two pairs such as [[0, 1], [500, 0.7]], each second number from 0 to 1."


class PointsNotRising(CriterionFault):
    """Points whose first numbers do not rise."""

    message = "Criterion “{criterion}”: the first numbers of “points” do not rise ({value})."
    remedy = "Sort them, and give every first number once."


class CodesUnfit(CriterionFault):
    """Codes without values."""

    remedy = "Write a value from 0 to 1 for each code, or null where the code means unknown."


class PointsAndCodes(CriterionFault):
    """Two value functions for one criterion."""

    message = "Criterion “{criterion}” has both “points” and “codes”."
    remedy = "Keep the one that fits the field: points for numbers, codes for texts and levels."


class RequiredUnfit(CriterionFault):
    """A requirement that says nothing."""

    remedy = (
        "Write true (better than worst), a number (at least as good), a list of codes, "
        "or an object with min and max, min not above max."
    )


class CriterionFieldUnknown(CriterionFault):
    """A field that neither the layer nor the vocabulary has."""

    message = "Criterion “{criterion}”: layer “{layer}” has no field “{field}”, and no such field is known."
    remedy = "Check its spelling. A known field that is absent counts as unknown."


class CriterionOnText(CriterionFault):
    """Numbers are needed and the field holds texts."""

    message = "Criterion “{criterion}”: field “{field}” of layer “{layer}” does not hold numbers."
    remedy = "Give “codes” with a value for each text, or choose another field."


class CriterionCodeUnknown(CriterionFault):
    """A text that the criterion's codes do not name."""

    message = "Layer “{layer}”, field “{field}”: criterion “{criterion}” has no code for “{value}” (site {site})."
    remedy = "Add it to the codes, with null if it means unknown. Given are: {allowed}."


class InquiryEmpty(BadParameter):
    """An inquiry that asks for nothing."""

    message = "Parameter INQUIRY asks for nothing."
    remedy = "Give at least one of: {known}."


class InquiryKeyUnknown(BadParameter):
    """A misspelt key of an inquiry."""

    message = "Parameter INQUIRY: there is no “{key}”."
    remedy = "Known are: {known}."


class InquiryUnfit(BadParameter):
    """A value of an inquiry that says nothing."""

    message = "Parameter INQUIRY, “{key}”: the value {value} cannot be used."
    remedy = "Expected is: {expected}."


class MatrixShape(BadParameter):
    """Rows of different length, or no list of lists."""

    message = "Parameter MATRIX is not square: it needs as many numbers in each row as it has rows."
    remedy = "Write it as [[1, 3], [0.333, 1]]."


class MatrixSize(BadParameter):
    """Fewer than two criteria, or more than people can compare in pairs."""

    message = "Parameter MATRIX has {size} rows; from {low} to {high} are possible."
    remedy = "Group the criteria and compare within the groups."


class MatrixEntry(BadParameter):
    """Something that is no positive number."""

    message = "Parameter MATRIX, row {row}, column {column}: {value} is not a number above 0."
    remedy = "Use 1 to 9, or their reciprocals."


class MatrixDiagonal(BadParameter):
    """A criterion compared with itself is not 1."""

    message = "Parameter MATRIX, row {row}, column {row}: {value} stands where a criterion meets itself."
    remedy = "Write 1 there."


class MatrixNotReciprocal(BadParameter):
    """Two judgements of one pair that contradict each other."""

    message = (
        "Parameter MATRIX, row {row}, column {column}: {value} is not the reciprocal of {other} in row {column}, "
        "column {row}."
    )
    remedy = "Their product has to be 1 (to within 5 % for rounding)."


class NamesUnfit(BadParameter):
    """Not one name for each row of the matrix."""

    message = "Parameter NAMES holds {found} names, but the matrix has {size} rows."
    remedy = "Separate the names with commas, each once."


# ------------------------------------------------------------------------------------------------------------- readers
class LayerUnknown(AnswerError):
    """A layer that the service does not offer, or several and none named."""

    message = "“{source}” has no layer “{layer}”."
    remedy = "Choose one of: {known}."


class LayerNotNamed(AnswerError):
    """A service with several layers, and none named."""

    message = "“{source}” has {count} layers, and none is named."
    remedy = "Choose one of: {known}."


class WrongService(AnswerError):
    """A service of another kind than the asked-for one."""

    message = "“{source}” is of the kind {found}, not {expected}."
    remedy = "Choose the kind that fits, or let it be found out (auto)."


class NoService(AnswerError):
    """An answer that is no service and no file with objects."""

    message = "“{source}” is neither a service nor a file with objects."
    remedy = "Check the address: wanted is that of a WFS, an OGC API, an ArcGIS layer or a file."


class NoMapForm(AnswerError):
    """A map that is offered in no reference system or no image format that QGIS reads."""

    message = "“{source}” offers the map “{layer}” in no form that QGIS reads."
    remedy = "Choose another layer, or ask the operator for EPSG:25832 and PNG."


class MapNotOpened(AnswerError):
    """QGIS refuses a map although its capabilities are right."""

    message = "QGIS cannot open the map “{layer}” of “{source}”."
    remedy = "Try again later; the log of QGIS (WMS) says more."


class MapNotDrawn(AnswerError):
    """A map service gave no picture, or an empty one."""

    message = "“{source}” gave no picture of this place."
    remedy = "Try again later, or choose another ground; the log of QGIS (WMS) says more."


class LayerWithoutTime(AnswerError):
    """A time is asked for, and the map has none."""

    message = "The map “{layer}” of “{source}” has no time."
    remedy = "Leave TIME empty."


class TimeUnknown(AnswerError):
    """A time that the map does not show."""

    message = "The map “{layer}” of “{source}” does not show the time “{time}”."
    remedy = "Choose “latest” or a time of: {known}."


class PagingStuck(AnswerError):
    """Links that lead in a circle."""

    message = "“{source}” leads in a circle from page to page; nothing was loaded."
    remedy = "Tell the operator; try a smaller area."


# ---------------------------------------------------------------------------------------------------------- harmonising
class ProfileError(InputError):
    """A profile that cannot be used."""


class RulesUnreadable(InputError):
    """A file of validation rules that is none."""

    message = "The rules in “{file}” cannot be read ({why})."
    remedy = "Give a YAML file with “rules:” and a list; the help of Validate has an example."


class RuleFault(InputError):
    """An entry that changes a rule or a threshold that is not there, or to what cannot be."""

    message = "Rules “{file}”, rule “{rule}”, key “{key}”: the value “{value}” cannot be used."
    remedy = "Only the severity (error, warning, info, off) and thresholds of existing rules can be changed."


class ReasonMissing(InputError):
    """A finding is to be accepted without a word."""

    message = "A finding is accepted with a reason only."
    remedy = "Say in a few words why it may stay as it is."


class ProfileUnknown(ProfileError):
    """Neither a shipped profile nor a file."""

    message = "There is no profile “{profile}”."
    remedy = "Choose a file, or one of: {known}."


class ProfileUnreadable(ProfileError):
    """A profile that the operating system does not hand over, or one that is far too large."""

    message = "Profile “{file}” cannot be read ({why})."
    remedy = "Check whether it is the right file."


class ProfileNoYaml(ProfileError):
    """Not YAML, or YAML with anchors and references; `line` is where the reader stopped."""

    message = "Profile “{file}” is no valid YAML without anchors (line {line})."
    remedy = "Correct the file, or take a shipped profile as a pattern."


class ProfileFault(ProfileError):
    """One entry of a profile that breaks the schema."""

    message = "Profile “{file}”, key “{key}”: the value “{value}” cannot be used."
    remedy = "Correct the entry; the schema is in the help of Harmonise."


class ProfileKeyUnknown(ProfileFault):
    """A key that the schema does not have, such as a misspelt one."""

    message = "Profile “{file}”: there is no key “{key}”."
    remedy = "Allowed are: {allowed}."


class ProfileKeyMissing(ProfileFault):
    """A key that every profile needs."""

    message = "Profile “{file}”: the key “{key}” is missing."
    remedy = "Add it."


class ProfileNotListed(ProfileFault):
    """A value outside a closed list."""

    remedy = "Allowed are: {allowed}."


class ProfileRuleKinds(ProfileFault):
    """A rule that takes its value from nowhere or from several places."""

    message = "Profile “{file}”, key “{key}”: a rule has exactly one of from, join, const and expr."
    remedy = "Correct the entry."


class ProfileNewer(ProfileFault):
    """A schema of a newer version of the plugin."""

    message = "Profile “{file}” has schema {value}; this plugin knows schemas up to {known}."
    remedy = "Update Ruhr Planner."


class ProfileNoExpression(ProfileFault):
    """An expression outside the closed language of profiles."""

    message = "Profile “{file}”, key “{key}”: “{value}” is no expression of profiles (character {position}, “{found}”)."
    remedy = "Functions are: {allowed}. Texts stand in single quotes, fields as they are or in double quotes."


class ProfileShareAlike(ProfileFault):
    """ODbL data never mix with others."""

    message = "Profile “{file}”: data under the licence “{value}” go into the table plot_odbl and nowhere else."
    remedy = "Set target to plot_odbl, or correct the licence."


class ProfileNotShareAlike(ProfileFault):
    """The table of ODbL data takes nothing else."""

    message = "Profile “{file}”: the table plot_odbl takes only data under the ODbL, not under “{value}”."
    remedy = "Set target to plot, or correct the licence."


class ExpressionFault(ProfileError):
    """A text that is no expression of profiles."""

    message = "“{text}” is no expression of profiles (character {position}, “{found}”)."
    remedy = "Correct it there."


class SourceFieldMissing(InputError):
    """A field of the source without which the profile cannot work."""

    message = "The input has no field “{field}”, which the profile “{profile}” needs. It has: {known}."
    remedy = "Choose the profile that belongs to this source, or adapt it."


class SourceCrsUnclear(InputError):
    """Nobody can say where the coordinates lie."""

    message = "The coordinates of the input fit no reference system that is used in the region."
    remedy = "State the system with the parameter CRS, such as EPSG:25832, or with “crs” in the profile."


class SourceCrsUnstated(SourceCrsUnclear):
    """The numbers say where they probably lie, but nobody else does."""

    message = "The input names no reference system; its coordinates fit {found}."


class SourceCrsDoubtful(SourceCrsUnclear):
    """The source says it wrong, and more than one reading fits."""

    message = "The input names {stated}, but its coordinates lie in the region as {found}."


class SourceVanished(InputError):
    """An input without a record would end every record of the source."""

    message = (
        "No record of “{input}” passes the filter of the profile; {count} {count:record|records} "
        "of the source would end."
    )
    remedy = "Check the input. If it holds only a part of the source, set PARTIAL."


class NoPlaceOfMunicipality(InputError):
    """A distance is to be measured from a municipality that nobody has drawn."""

    message = "Layer “{layer}”: municipality {ags} has no geometry, and MUNICIPALITIES does not hold it either."
    remedy = "Give the balance with geometry, or the costs as a table (COSTS)."


class NoPlaceOfSite(InputError):
    """A distance is to be measured to a site that nobody has drawn."""

    message = "Layer “{layer}” has no geometry, so no distance can be measured."
    remedy = "Give the sites with geometry, or the costs as a table (COSTS)."


class NoCostFits(InputError):
    """A table of costs that speaks of others."""

    message = "Table “{layer}”: none of its {count} pairs names a municipality of the balance and a site of the sites."
    remedy = "Check “ags” and “site_id” of the table."


class CostTwice(InputError):
    """One pair, two costs."""

    message = "Table “{layer}”: the pair {ags} and {site} stands there twice."
    remedy = "Keep one row for each pair."


class FundingUnreadable(InputError):
    """Editable funding hints that do not hold together."""

    message = "Funding hints “{file}”, entry “{hint}”: {why}."
    remedy = "Correct it there, or leave FUNDING empty for the shipped hints."


class MarketSensitive(InputError):
    """Operators would learn of objects that are not for them."""

    message = (
        "Layer “{layer}”: {count} {count:object is|objects are} more sensitive than “{level}” and "
        "may not be sent to operators."
    )
    remedy = "Take them out, or let them be left out with SENSITIVE."


class AnswersWithoutColumns(InputError):
    """A file that is no filled-in form."""

    message = "File “{file}” does not have the columns {field}, so it is no answer to an inquiry."
    remedy = "Use the form of the inquiry (answers.csv or answers.xlsx)."


class NothingToRelease(InputError):
    """Neither a store nor a layer was given."""

    message = "There is nothing to release: neither STORE nor LAYERS is given."
    remedy = "Choose a planning store or layers."


class NothingToExport(InputError):
    """Neither a store nor a layer was given, or there is no record."""

    message = "There is nothing to export: neither STORE nor LAYERS has a table with records."
    remedy = "Choose a planning store or layers, and the names of tables as they are."


class SiteUnknown(InputError):
    """No site has this id: ids change when plots do."""

    message = "There is no site “{site}” among the {count} that the search finds."
    remedy = "Take one of their ids, such as {known}."


class NothingOpen(InputError):
    """All records are internal, confidential or without a level, and there are no plots to be summed."""

    message = "Nothing of it is open: {count} records are internal, confidential or without a level or licence."
    remedy = "Set “sensitivity” and “licence” of what may be released, or UNSTATED_OPEN and LICENCE."


class UnknownLicence(InputError):
    """A licence that is not in the list."""

    message = "The licence “{licence}” is not known or not open."
    remedy = "Use an id such as dl-de/by-2-0, dl-de/zero-2-0 or cc-by-4.0."
