"""Fill an empty CKAN: `ckan_seed.py CKAN.INI DATA.JSON`. It runs in CKAN's own environment, through CKAN's own actions.

DATA.JSON: {"organizations": [{…}], "packages": [{…}]}, each what `organization_create` and `package_create` take.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ckan import model
from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.plugins.toolkit import get_action

application = make_app(load_config(sys.argv[1]))
data = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
with application._wsgi_app.test_request_context():
    model.repo.init_db()
    user = get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    for organization in data["organizations"]:
        get_action("organization_create")({"user": user, "ignore_auth": True}, organization)
    for package in data["packages"]:
        get_action("package_create")({"user": user, "ignore_auth": True}, package)
