"""Two real servers as an office runs them: QGIS Server and MapServer as FastCGI workers behind nginx.

Both get the same front, the same number of workers and no packing; every contestant of a benchmark asks the same
address. Needs nginx, spawn-fcgi, qgis-server and cgi-mapserver; all listen on loopback and end with the benchmark.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.services.start import features
from tests.services.start.process import LOOPBACK, Process, ServerFailed, answers, free_port, installed

WORKERS = 2
"""Of each server; the machine of the benchmark has two cores."""
_NGINX = """
worker_processes 1;
daemon off; master_process off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 256; }}
http {{
  access_log {folder}/access.log;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  fastcgi_read_timeout 300;
{servers}
}}
"""
_SERVER = """
  upstream {name} {{ least_conn; {workers} }}
  server {{
    listen {host}:{port}; server_name {host};
    location / {{ include /etc/nginx/fastcgi_params; fastcgi_pass {name}; {parameters} }}
  }}
"""


@contextmanager
def behind_nginx(parcels: Path, folder: Path, page_cap: int) -> Iterator[dict[str, str]]:
    """Serve a layer by both servers; return the address of each WFS under the server's name.

    :param page_cap: MapServer's limit for an answer; QGIS Server has none.
    """
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    if nginx is None:
        raise ServerFailed("nginx is not installed")
    ports = {"qgis": free_port(), "mapserver": free_port()}
    commands = {"qgis": "/usr/lib/cgi-bin/qgis_mapserv.fcgi", "mapserver": "/usr/lib/cgi-bin/mapserv"}
    urls = {"qgis": f"http://{LOOPBACK}:{ports['qgis']}/ows", "mapserver": f"http://{LOOPBACK}:{ports['mapserver']}/ms"}
    run_time = folder / "run"
    run_time.mkdir(mode=0o700, exist_ok=True)
    environments = {
        "qgis": {
            "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(run_time), "LANG": "C.UTF-8",
            "HTTP_X_QGIS_WFS_SERVICE_URL": urls["qgis"],  # else it writes addresses without the port
            "QGIS_PROJECT_FILE": str(features.write_project(folder / "parcels.qgs", parcels)),
        },
        "mapserver": features.write_mapfile(folder, parcels, f"http://{LOOPBACK}:{ports['mapserver']}", page_cap),
    }  # fmt: skip
    with ExitStack() as stack:
        servers = ""
        for name, command in commands.items():
            sockets = _workers(stack, name, installed(Path(command)), folder, environments[name])
            workers = " ".join(f"server unix:{socket};" for socket in sockets)
            # MapServer takes its settings from the request's variables alone
            parameters = " ".join(f"fastcgi_param {key} {value};" for key, value in environments[name].items())
            servers += _SERVER.format(
                name=name, workers=workers, host=LOOPBACK, port=ports[name], parameters=parameters
            )
        settings = folder / "nginx.conf"
        settings.write_text(_NGINX.format(folder=folder, servers=servers), encoding="ascii")
        front = Process("nginx", [nginx, "-c", settings], folder)
        stack.callback(front.end)
        for url in urls.values():
            probe = f"{url}?SERVICE=WFS&REQUEST=GetCapabilities"
            front.wait(lambda probe=probe: answers(probe))
        yield {"QGIS Server": urls["qgis"], "MapServer": urls["mapserver"]}


def _workers(stack: ExitStack, name: str, command: Path, folder: Path, environment: Mapping[str, str]) -> list[Path]:
    """Start the workers of a server, each with a socket of its own."""
    spawn = shutil.which("spawn-fcgi")
    if spawn is None:
        raise ServerFailed("spawn-fcgi is not installed")
    sockets = []
    for number in range(WORKERS):
        socket = folder / f"{name}{number}.sock"
        worker = Process(f"{name}{number}", [spawn, "-n", "-s", socket, "--", command], folder, environment)
        stack.callback(worker.end)
        worker.wait(socket.exists)
        sockets.append(socket)
    return sockets
