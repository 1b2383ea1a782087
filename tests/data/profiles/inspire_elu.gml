<?xml version="1.0" encoding="UTF-8"?>
<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:elu="http://inspire.ec.europa.eu/schemas/elu/4.0" xmlns:base="http://inspire.ec.europa.eu/schemas/base/3.3" xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <wfs:member><elu:ExistingLandUseObject gml:id="ELU_1">
  <elu:inspireId><base:Identifier><base:localId>DENW42001</base:localId><base:namespace>https://registry.gdi-de.org/id/de.nw.inspire.lu.ble</base:namespace></base:Identifier></elu:inspireId>
  <elu:geometry><gml:MultiSurface srsName="http://www.opengis.net/def/crs/EPSG/0/25832" gml:id="g1"><gml:surfaceMember><gml:Polygon gml:id="g2"><gml:exterior><gml:LinearRing><gml:posList>372000 5710000 372200 5710000 372200 5710100 372000 5710100 372000 5710000</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface></elu:geometry>
  <elu:hilucsLandUse xlink:href="http://inspire.ec.europa.eu/codelist/HILUCSValue/6_2_AbandonedAreas"/>
  <elu:hilucsLandUse xlink:href="http://inspire.ec.europa.eu/codelist/HILUCSValue/2_5_OtherIndustry"/>
  <elu:beginLifespanVersion>2020-01-01T00:00:00Z</elu:beginLifespanVersion>
  <elu:validFrom xsi:nil="true" nilReason="unknown"/>
 </elu:ExistingLandUseObject></wfs:member>
<wfs:member><elu:ExistingLandUseObject gml:id="ELU_2">
  <elu:inspireId><base:Identifier><base:localId>DENW42002</base:localId><base:namespace>https://registry.gdi-de.org/id/de.nw.inspire.lu.ble</base:namespace></base:Identifier></elu:inspireId>
  <elu:geometry><gml:MultiSurface srsName="http://www.opengis.net/def/crs/EPSG/0/25832" gml:id="g3"><gml:surfaceMember><gml:Polygon srsName="http://www.opengis.net/def/crs/EPSG/0/25832" gml:id="g4"><gml:exterior><gml:LinearRing><gml:posList>373000 5710000 373200 5710000 373200 5710100 373000 5710100 373000 5710000</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface></elu:geometry>
  <elu:hilucsLandUse xlink:href="http://inspire.ec.europa.eu/codelist/HILUCSValue/5_ResidentialUse"/>
  <elu:beginLifespanVersion>2020-01-01T00:00:00Z</elu:beginLifespanVersion>
 </elu:ExistingLandUseObject></wfs:member>
 <wfs:member><elu:ExistingLandUseObject gml:id="ELU_3">
  <elu:inspireId><base:Identifier><base:localId>DENW42003</base:localId><base:namespace>https://registry.gdi-de.org/id/de.nw.inspire.lu.ble</base:namespace></base:Identifier></elu:inspireId>
  <elu:geometry><gml:MultiSurface srsName="http://www.opengis.net/def/crs/EPSG/0/25832" gml:id="g5"><gml:surfaceMember><gml:Polygon srsName="http://www.opengis.net/def/crs/EPSG/0/25832" gml:id="g6"><gml:exterior><gml:LinearRing><gml:posList>374000 5710000 374200 5710000 374200 5710100 374000 5710100 374000 5710000</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface></elu:geometry>
  <elu:hilucsLandUse xlink:href="http://inspire.ec.europa.eu/codelist/HILUCSValue/2_4_EnergyProduction"/>
  <elu:beginLifespanVersion>2021-05-04T00:00:00Z</elu:beginLifespanVersion>
 </elu:ExistingLandUseObject></wfs:member>
</wfs:FeatureCollection>
