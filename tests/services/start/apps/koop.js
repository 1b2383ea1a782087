// ArcGIS FeatureServer over data/NAME.geojson in the working folder, on loopback, on the port in PORT.
const Koop = require("@koopjs/koop-core");
const koop = new Koop({ logLevel: "error" });
koop.register(require("@koopjs/provider-file-geojson"), { dataDir: "data" });
koop.server.listen(Number(process.env.PORT), "127.0.0.1");
