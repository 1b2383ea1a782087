"""A WFS 2.0 of django-gisserver over the sample table. It runs in an environment of its own, from `make services`."""

from __future__ import annotations

import os

import django
from django.conf import settings

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"],
        SECRET_KEY="only on loopback",  # it signs nothing
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        USE_I18N=False,
        INSTALLED_APPS=["django.contrib.gis", "gisserver"],
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        DATABASES={
            "default": {
                "ENGINE": "django.contrib.gis.db.backends.postgis",
                "NAME": os.environ["SAMPLE_DATABASE"],
                "USER": os.environ["SAMPLE_USER"],
                "HOST": "127.0.0.1",
                "PORT": os.environ["SAMPLE_PORT"],
                "CONN_MAX_AGE": 60,
            }
        },
    )
    django.setup()

from django.contrib.gis.db import models
from django.core.wsgi import get_wsgi_application
from django.urls import path
from gisserver.features import FeatureType, ServiceDescription
from gisserver.geometries import CRS, WGS84
from gisserver.views import WFSView


class Parcel(models.Model):
    """The table that the tests filled."""

    fid = models.AutoField(primary_key=True)
    kennzeichen = models.CharField(max_length=50, null=True)
    name = models.CharField(max_length=80, null=True)
    nutzung = models.CharField(max_length=80, null=True)
    flaeche = models.FloatField(null=True)
    geschosse = models.IntegerField(null=True)
    stand = models.DateField(null=True)
    geom = models.PolygonField(srid=25832)

    class Meta:
        app_label = "sample"
        managed = False
        db_table = "parcels"


class Service(WFSView):
    """The service."""

    xml_namespace = "http://127.0.0.1/region"
    service_description = ServiceDescription(
        title="gisserver der Region", abstract="", keywords=[], provider_name="Region"
    )
    feature_types = (
        FeatureType(
            Parcel.objects.order_by("fid"),
            name="parcels",
            fields="__all__",
            crs=CRS.from_srid(25832),
            other_crs=[WGS84],
        ),
    )
    max_page_size = int(os.environ["SAMPLE_LIMIT"])


urlpatterns = [path("wfs/", Service.as_view())]
application = get_wsgi_application()
