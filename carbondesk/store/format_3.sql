CREATE TABLE "step" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "at" TEXT NOT NULL CHECK ("at" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
  "title" TEXT NOT NULL,
  "title_values" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "person" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" = 'edit' OR "kind" = 'undo' OR "kind" = 'redo'),
  "of" INTEGER REFERENCES "step" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "format" INTEGER NOT NULL CHECK ("format" >= 1),
  "previous" TEXT NOT NULL CHECK (length("previous") = 64),
  "digest" TEXT NOT NULL CHECK (length("digest") = 64),
  CHECK (("kind" = 'edit') = ("of" IS NULL))
) STRICT;

CREATE TRIGGER "step_keeps" BEFORE UPDATE ON "step" BEGIN SELECT RAISE(ABORT, 'history is only ever added to'); END;

CREATE TRIGGER "step_stays" BEFORE DELETE ON "step" BEGIN SELECT RAISE(ABORT, 'history is only ever added to'); END;

CREATE TABLE "change" (
  "step" INTEGER NOT NULL REFERENCES "step" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "seq" INTEGER NOT NULL CHECK ("seq" >= 1),
  "table_name" TEXT NOT NULL,
  "action" TEXT NOT NULL CHECK ("action" = 'add' OR "action" = 'edit' OR "action" = 'remove'),
  "first" INTEGER NOT NULL,
  "last" INTEGER NOT NULL,
  "before" TEXT,
  "after" TEXT,
  CHECK ("first" <= "last"),
  CHECK (("action" = 'add') = ("before" IS NULL)),
  CHECK (("action" = 'edit') = ("after" IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX "change_key" ON "change" ("step", "seq");

CREATE INDEX "change_row" ON "change" ("table_name", "last");

CREATE TRIGGER "change_keeps" BEFORE UPDATE ON "change" BEGIN SELECT RAISE(ABORT, 'history is only ever added to'); END;

CREATE TRIGGER "change_stays" BEFORE DELETE ON "change" BEGIN SELECT RAISE(ABORT, 'history is only ever added to'); END;

CREATE TABLE "annual_sum" (
  "source" INTEGER NOT NULL,
  "factor_year" INTEGER NOT NULL,
  "year" INTEGER NOT NULL,
  "unit" TEXT NOT NULL,
  "factor" TEXT NOT NULL,
  "quantity" REAL NOT NULL,
  "rows" INTEGER NOT NULL CHECK ("rows" >= 1),
  "months" INTEGER NOT NULL CHECK ("months" BETWEEN 1 AND 4095),
  "estimated" INTEGER NOT NULL CHECK ("estimated" BETWEEN 0 AND 4095),
  PRIMARY KEY ("source", "factor_year", "year", "unit", "factor")
) STRICT, WITHOUT ROWID;

CREATE TABLE "organisation" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "uid" TEXT NOT NULL CHECK ("uid" <> ''),
  "name" TEXT NOT NULL CHECK ("name" <> ''),
  "country" TEXT NOT NULL CHECK ("country" <> ''),
  "currency" TEXT NOT NULL,
  "year_start" INTEGER NOT NULL CHECK ("year_start" >= 1 AND "year_start" <= 12),
  "gwp" TEXT NOT NULL CHECK ("gwp" = 'AR4' OR "gwp" = 'AR5' OR "gwp" = 'AR6'),
  "scope2_method" TEXT NOT NULL CHECK ("scope2_method" = 'location' OR "scope2_method" = 'market'),
  "combustion_methane" TEXT NOT NULL CHECK ("combustion_methane" = 'fossil' OR "combustion_methane" = 'non-fossil'),
  "base_year" INTEGER CHECK ("base_year" >= 1990 AND "base_year" <= 2100),
  "is_sample" INTEGER NOT NULL CHECK ("is_sample" IN (0, 1)),
  "sf6" TEXT NOT NULL CHECK ("sf6" = '25200' OR "sf6" = '24300'),
  "derives_upstream" INTEGER NOT NULL CHECK ("derives_upstream" IN (0, 1)),
  "significance" REAL NOT NULL CHECK ("significance" BETWEEN 0.0 AND 1.0),
  "threshold_rule" TEXT NOT NULL CHECK ("threshold_rule" = 'net' OR "threshold_rule" = 'gross'),
  "restatement" TEXT NOT NULL CHECK ("restatement" = 'all-year' OR "restatement" = 'pro-rata'),
  "library" INTEGER NOT NULL CHECK ("library" >= 1),
  "income_group" TEXT NOT NULL CHECK ("income_group" = '' OR "income_group" = 'high-income' OR "income_group" = 'other'),
  "sells_fuels" INTEGER NOT NULL CHECK ("sells_fuels" IN (0, 1)),
  "flag_sector" INTEGER NOT NULL CHECK ("flag_sector" IN (0, 1)),
  "electricity_growth" REAL CHECK ("electricity_growth" BETWEEN -1.0 AND 10.0),
  CHECK ("id" = 1)
) STRICT;

CREATE UNIQUE INDEX "organisation_uid" ON "organisation" ("uid");

CREATE TABLE "entity" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "uid" TEXT NOT NULL CHECK ("uid" <> ''),
  "name" TEXT NOT NULL CHECK ("name" <> ''),
  "country" TEXT NOT NULL,
  "in_the_accounts" INTEGER NOT NULL CHECK ("in_the_accounts" IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX "entity_uid" ON "entity" ("uid");

CREATE UNIQUE INDEX "entity_key" ON "entity" ("name");

CREATE TABLE "ownership" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "entity" INTEGER NOT NULL REFERENCES "entity" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "parent" INTEGER REFERENCES "entity" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "share" REAL NOT NULL CHECK ("share" BETWEEN 0.0 AND 1.0),
  "financial_control" INTEGER NOT NULL CHECK ("financial_control" IN (0, 1)),
  "operational_control" INTEGER NOT NULL CHECK ("operational_control" IN (0, 1)),
  "from" TEXT CHECK ("from" >= '1000' AND date("from") IS "from"),
  "to" TEXT CHECK ("to" >= '1000' AND date("to") IS "to")
) STRICT;

CREATE INDEX "ownership_entity" ON "ownership" ("entity");

CREATE INDEX "ownership_parent" ON "ownership" ("parent") WHERE "parent" IS NOT NULL;

CREATE TABLE "site" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "uid" TEXT NOT NULL CHECK ("uid" <> ''),
  "name" TEXT NOT NULL CHECK ("name" <> ''),
  "country" TEXT NOT NULL CHECK ("country" <> ''),
  "region" TEXT NOT NULL,
  "grid_region" TEXT NOT NULL,
  "city" TEXT NOT NULL,
  "postcode" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "entity" INTEGER REFERENCES "entity" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "share" REAL CHECK ("share" BETWEEN 0.0 AND 1.0),
  "control" TEXT NOT NULL,
  "floor_area" REAL CHECK ("floor_area" BETWEEN 0.0 AND 1e+300),
  "currency" TEXT NOT NULL,
  "year_start" INTEGER CHECK ("year_start" >= 1 AND "year_start" <= 12),
  "from" TEXT CHECK ("from" >= '1000' AND date("from") IS "from"),
  "to" TEXT CHECK ("to" >= '1000' AND date("to") IS "to"),
  "lease" TEXT NOT NULL CHECK ("lease" = '' OR "lease" = 'operating' OR "lease" = 'finance')
) STRICT;

CREATE UNIQUE INDEX "site_uid" ON "site" ("uid");

CREATE UNIQUE INDEX "site_key" ON "site" ("name");

CREATE INDEX "site_entity" ON "site" ("entity") WHERE "entity" IS NOT NULL;

CREATE TABLE "presence" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "site" INTEGER NOT NULL REFERENCES "site" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "category" TEXT NOT NULL CHECK ("category" = 'stationary-combustion' OR "category" = 'mobile-combustion' OR "category" = 'process' OR "category" = 'fugitive' OR "category" = 'electricity' OR "category" = 'heat-steam-cooling' OR "category" = 's3-1' OR "category" = 's3-2' OR "category" = 's3-3' OR "category" = 's3-4' OR "category" = 's3-5' OR "category" = 's3-6' OR "category" = 's3-7' OR "category" = 's3-8' OR "category" = 's3-9' OR "category" = 's3-10' OR "category" = 's3-11' OR "category" = 's3-12' OR "category" = 's3-13' OR "category" = 's3-14' OR "category" = 's3-15'),
  "presence" TEXT NOT NULL CHECK ("presence" = 'present' OR "presence" = 'not present'),
  "declared_by" TEXT NOT NULL,
  "declared_on" TEXT CHECK ("declared_on" >= '1000' AND date("declared_on") IS "declared_on"),
  "note" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "presence_key" ON "presence" ("site", "category");

CREATE TABLE "source" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "uid" TEXT NOT NULL CHECK ("uid" <> ''),
  "site" INTEGER NOT NULL REFERENCES "site" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "name" TEXT NOT NULL CHECK ("name" <> ''),
  "category" TEXT NOT NULL CHECK ("category" = 'stationary-combustion' OR "category" = 'mobile-combustion' OR "category" = 'process' OR "category" = 'fugitive' OR "category" = 'electricity' OR "category" = 'heat-steam-cooling' OR "category" = 's3-1' OR "category" = 's3-2' OR "category" = 's3-3' OR "category" = 's3-4' OR "category" = 's3-5' OR "category" = 's3-6' OR "category" = 's3-7' OR "category" = 's3-8' OR "category" = 's3-9' OR "category" = 's3-10' OR "category" = 's3-11' OR "category" = 's3-12' OR "category" = 's3-13' OR "category" = 's3-14' OR "category" = 's3-15'),
  "carrier" TEXT NOT NULL,
  "unit" TEXT NOT NULL CHECK ("unit" <> ''),
  "measurement" TEXT NOT NULL CHECK ("measurement" = 'consumption' OR "measurement" = 'stock' OR "measurement" = 'generated' OR "measurement" = 'exported' OR "measurement" = 'self-used' OR "measurement" = 'equipment'),
  "generated_on_site" INTEGER NOT NULL CHECK ("generated_on_site" IN (0, 1)),
  "submeter_of" INTEGER REFERENCES "source" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "factor" TEXT NOT NULL,
  "factor_reason" TEXT NOT NULL,
  "heating_value" TEXT NOT NULL,
  "sector" TEXT NOT NULL,
  "supplier" TEXT NOT NULL,
  "account_number" TEXT NOT NULL,
  "how_to_get_the_bill" TEXT NOT NULL,
  "life_years" REAL CHECK ("life_years" BETWEEN 0.0 AND 1e+300),
  "from" TEXT CHECK ("from" >= '1000' AND date("from") IS "from"),
  "to" TEXT CHECK ("to" >= '1000' AND date("to") IS "to"),
  "note" TEXT NOT NULL,
  "method" TEXT NOT NULL CHECK ("method" = '' OR "method" = 'supplier-specific' OR "method" = 'hybrid' OR "method" = 'site-specific' OR "method" = 'asset-specific' OR "method" = 'franchise-specific' OR "method" = 'investment-specific' OR "method" = 'fuel-based' OR "method" = 'distance-based' OR "method" = 'waste-type-specific' OR "method" = 'direct-use' OR "method" = 'average-data' OR "method" = 'spend-based' OR "method" = 'screening'),
  "lease" TEXT NOT NULL CHECK ("lease" = '' OR "lease" = 'operating' OR "lease" = 'finance'),
  "paid_by" TEXT NOT NULL CHECK ("paid_by" = '' OR "paid_by" = 'us' OR "paid_by" = 'customer'),
  "leak_method" TEXT NOT NULL CHECK ("leak_method" = 'log' OR "leak_method" = 'mass-balance' OR "leak_method" = 'screening'),
  "uncertainty" REAL CHECK ("uncertainty" BETWEEN 0.0 AND 1e+300),
  "distribution" TEXT NOT NULL CHECK ("distribution" = 'normal' OR "distribution" = 'lognormal' OR "distribution" = 'triangular'),
  "pedigree" TEXT NOT NULL,
  "price_year" INTEGER CHECK ("price_year" >= 1990 AND "price_year" <= 2100)
) STRICT;

CREATE UNIQUE INDEX "source_uid" ON "source" ("uid");

CREATE UNIQUE INDEX "source_key" ON "source" ("site", "name");

CREATE INDEX "source_submeter_of" ON "source" ("submeter_of") WHERE "submeter_of" IS NOT NULL;

CREATE TABLE "equipment" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "uid" TEXT NOT NULL CHECK ("uid" <> ''),
  "source" INTEGER NOT NULL REFERENCES "source" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "name" TEXT NOT NULL CHECK ("name" <> ''),
  "gas" TEXT NOT NULL CHECK ("gas" <> ''),
  "charge" REAL CHECK ("charge" BETWEEN 0.0 AND 1e+300),
  "installed" TEXT CHECK ("installed" >= '1000' AND date("installed") IS "installed"),
  "retired" TEXT CHECK ("retired" >= '1000' AND date("retired") IS "retired"),
  "kind" TEXT NOT NULL,
  "leak_rate" REAL CHECK ("leak_rate" BETWEEN 0.0 AND 1.0),
  "note" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "equipment_uid" ON "equipment" ("uid");

CREATE UNIQUE INDEX "equipment_key" ON "equipment" ("source", "name");

CREATE TABLE "event" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "equipment" INTEGER NOT NULL REFERENCES "equipment" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "date" TEXT NOT NULL CHECK ("date" >= '1000' AND date("date") IS "date"),
  "kind" TEXT NOT NULL CHECK ("kind" = 'top-up' OR "kind" = 'recovered' OR "kind" = 'disposed' OR "kind" = 'filled'),
  "quantity" REAL NOT NULL CHECK ("quantity" BETWEEN 0.0 AND 1e+300),
  "note" TEXT NOT NULL
) STRICT;

CREATE INDEX "event_equipment" ON "event" ("equipment");

CREATE TABLE "meter" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "uid" TEXT NOT NULL CHECK ("uid" <> ''),
  "source" INTEGER NOT NULL REFERENCES "source" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "number" TEXT NOT NULL CHECK ("number" <> ''),
  "multiplier" REAL NOT NULL CHECK ("multiplier" BETWEEN 0.0 AND 1e+300),
  "digits" INTEGER CHECK ("digits" >= 1 AND "digits" <= 12),
  "registers" TEXT NOT NULL,
  "start_reading" REAL CHECK ("start_reading" BETWEEN -1e+300 AND 1e+300),
  "end_reading" REAL CHECK ("end_reading" BETWEEN -1e+300 AND 1e+300),
  "from" TEXT CHECK ("from" >= '1000' AND date("from") IS "from"),
  "to" TEXT CHECK ("to" >= '1000' AND date("to") IS "to")
) STRICT;

CREATE UNIQUE INDEX "meter_uid" ON "meter" ("uid");

CREATE INDEX "meter_source" ON "meter" ("source");

CREATE TABLE "reading" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "meter" INTEGER NOT NULL REFERENCES "meter" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "date" TEXT NOT NULL CHECK ("date" >= '1000' AND date("date") IS "date"),
  "time" TEXT NOT NULL,
  "register" TEXT NOT NULL,
  "n" INTEGER NOT NULL CHECK ("n" >= 1),
  "value" REAL NOT NULL CHECK ("value" BETWEEN -1e+300 AND 1e+300)
) STRICT;

CREATE UNIQUE INDEX "reading_key" ON "reading" ("meter", "date", "time", "register", "n");

CREATE TABLE "bill" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "uid" TEXT NOT NULL CHECK ("uid" <> ''),
  "source" INTEGER NOT NULL REFERENCES "source" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "bill_number" TEXT NOT NULL,
  "start" TEXT CHECK ("start" >= '1000' AND date("start") IS "start"),
  "read_date" TEXT NOT NULL CHECK ("read_date" >= '1000' AND date("read_date") IS "read_date"),
  "n" INTEGER NOT NULL CHECK ("n" >= 1),
  "quantity" REAL NOT NULL CHECK ("quantity" BETWEEN -1e+300 AND 1e+300),
  "unit" TEXT NOT NULL CHECK ("unit" <> ''),
  "kind" TEXT NOT NULL CHECK ("kind" = 'actual' OR "kind" = 'estimate' OR "kind" = 'credit' OR "kind" = 'replacement'),
  "replaces" TEXT NOT NULL,
  "cost" REAL CHECK ("cost" BETWEEN -1e+300 AND 1e+300),
  "currency" TEXT NOT NULL,
  "vat_included" INTEGER CHECK ("vat_included" IN (0, 1)),
  "evidence" TEXT NOT NULL,
  "note" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "bill_uid" ON "bill" ("uid");

CREATE UNIQUE INDEX "bill_key" ON "bill" ("source", "read_date", "n");

CREATE TABLE "allocation" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "source" INTEGER NOT NULL REFERENCES "source" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "share" REAL NOT NULL CHECK ("share" BETWEEN 0.0 AND 1.0),
  "basis" TEXT NOT NULL CHECK ("basis" = 'area' OR "basis" = 'hours' OR "basis" = 'sub-meter' OR "basis" = 'contract'),
  "goes_to" TEXT NOT NULL CHECK ("goes_to" = 'tenant' OR "goes_to" = 'outside'),
  "from" TEXT CHECK ("from" >= '1000' AND date("from") IS "from"),
  "to" TEXT CHECK ("to" >= '1000' AND date("to") IS "to"),
  "evidence" TEXT NOT NULL
) STRICT;

CREATE INDEX "allocation_source" ON "allocation" ("source");

CREATE TABLE "activity" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "source" INTEGER NOT NULL REFERENCES "source" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "start" TEXT NOT NULL CHECK ("start" >= '1000' AND date("start") IS "start"),
  "end" TEXT NOT NULL CHECK ("end" >= '1000' AND date("end") IS "end"),
  "n" INTEGER NOT NULL CHECK ("n" >= 1),
  "quantity" REAL NOT NULL CHECK ("quantity" BETWEEN -1e+300 AND 1e+300),
  "unit" TEXT NOT NULL CHECK ("unit" <> ''),
  "factor" TEXT NOT NULL,
  "quality" TEXT NOT NULL CHECK ("quality" = 'metered' OR "quality" = 'invoiced' OR "quality" = 'estimated' OR "quality" = 'calculated'),
  "origin" TEXT NOT NULL CHECK ("origin" = 'entered' OR "origin" = 'bill' OR "origin" = 'correction' OR "origin" = 'equipment'),
  "bill" INTEGER REFERENCES "bill" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "external_id" TEXT NOT NULL,
  "cost" REAL CHECK ("cost" BETWEEN -1e+300 AND 1e+300),
  "currency" TEXT NOT NULL,
  "evidence" TEXT NOT NULL,
  "note" TEXT NOT NULL,
  CHECK ("start" <= "end")
) STRICT;

CREATE UNIQUE INDEX "activity_key" ON "activity" ("source", "start", "end", "n");

CREATE INDEX "activity_bill" ON "activity" ("bill") WHERE "bill" IS NOT NULL;

CREATE TABLE "interval" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "source" INTEGER NOT NULL REFERENCES "source" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "day" TEXT NOT NULL CHECK ("day" >= '1000' AND date("day") IS "day"),
  "minutes" INTEGER NOT NULL CHECK ("minutes" >= 1 AND "minutes" <= 1440),
  "unit" TEXT NOT NULL,
  "quantities" TEXT NOT NULL CHECK ("quantities" <> '')
) STRICT;

CREATE INDEX "interval_source" ON "interval" ("source");

CREATE TABLE "driver" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "site" INTEGER NOT NULL REFERENCES "site" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "driver" TEXT NOT NULL CHECK ("driver" <> ''),
  "month" TEXT NOT NULL CHECK ("month" >= '1000' AND date("month" || '-01') IS "month" || '-01'),
  "amount" REAL NOT NULL CHECK ("amount" BETWEEN -1e+300 AND 1e+300),
  "unit" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "external_id" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "driver_key" ON "driver" ("site", "driver", "month");

CREATE TABLE "evidence" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "uid" TEXT NOT NULL CHECK ("uid" <> ''),
  "name" TEXT NOT NULL CHECK ("name" <> ''),
  "sha256" TEXT NOT NULL CHECK ("sha256" <> ''),
  "size" INTEGER NOT NULL CHECK ("size" >= 0),
  "media_type" TEXT NOT NULL,
  "note" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "evidence_uid" ON "evidence" ("uid");

CREATE TABLE "evidence_link" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "evidence" INTEGER NOT NULL REFERENCES "evidence" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "subject_table" TEXT NOT NULL CHECK ("subject_table" <> ''),
  "subject" INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX "evidence_link_key" ON "evidence_link" ("evidence", "subject_table", "subject");

CREATE TABLE "factor_set" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "uid" TEXT NOT NULL CHECK ("uid" <> ''),
  "edition" TEXT NOT NULL CHECK ("edition" <> ''),
  "series" TEXT NOT NULL CHECK ("series" <> ''),
  "family" TEXT NOT NULL CHECK ("family" <> ''),
  "source" TEXT NOT NULL CHECK ("source" <> ''),
  "source_version" TEXT NOT NULL CHECK ("source_version" <> ''),
  "published" TEXT CHECK ("published" >= '1000' AND date("published") IS "published"),
  "licence" TEXT NOT NULL,
  "rank" TEXT NOT NULL,
  "years" TEXT NOT NULL,
  "file_name" TEXT NOT NULL,
  "sha256" TEXT NOT NULL,
  "read_on" TEXT CHECK ("read_on" >= '1000' AND date("read_on") IS "read_on")
) STRICT;

CREATE UNIQUE INDEX "factor_set_uid" ON "factor_set" ("uid");

CREATE TABLE "factor" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "uid" TEXT NOT NULL CHECK ("uid" <> ''),
  "factor_id" TEXT NOT NULL CHECK ("factor_id" <> ''),
  "name" TEXT NOT NULL CHECK ("name" <> ''),
  "scope" TEXT NOT NULL,
  "category" TEXT NOT NULL,
  "carrier" TEXT NOT NULL,
  "sector" TEXT NOT NULL,
  "activity_unit" TEXT NOT NULL CHECK ("activity_unit" <> ''),
  "co2" REAL CHECK ("co2" BETWEEN -1e+300 AND 1e+300),
  "ch4" REAL CHECK ("ch4" BETWEEN -1e+300 AND 1e+300),
  "n2o" REAL CHECK ("n2o" BETWEEN -1e+300 AND 1e+300),
  "gas" TEXT NOT NULL,
  "gas_mass" REAL CHECK ("gas_mass" BETWEEN -1e+300 AND 1e+300),
  "co2e" REAL CHECK ("co2e" BETWEEN -1e+300 AND 1e+300),
  "co2e_basis" TEXT NOT NULL,
  "co2_biogenic" REAL CHECK ("co2_biogenic" BETWEEN -1e+300 AND 1e+300),
  "methane_origin" TEXT NOT NULL CHECK ("methane_origin" = 'fossil' OR "methane_origin" = 'non-fossil'),
  "boundary" TEXT NOT NULL,
  "region" TEXT NOT NULL,
  "valid_from" INTEGER,
  "valid_to" INTEGER,
  "published" TEXT CHECK ("published" >= '1000' AND date("published") IS "published"),
  "source" TEXT NOT NULL,
  "source_version" TEXT NOT NULL,
  "source_table" TEXT NOT NULL,
  "licence" TEXT NOT NULL,
  "uncertainty_low" REAL CHECK ("uncertainty_low" BETWEEN -1e+300 AND 1e+300),
  "uncertainty_high" REAL CHECK ("uncertainty_high" BETWEEN -1e+300 AND 1e+300),
  "note" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "factor_uid" ON "factor" ("uid");

CREATE UNIQUE INDEX "factor_key" ON "factor" ("factor_id");

CREATE TABLE "edition_pin" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "year" INTEGER NOT NULL,
  "family" TEXT NOT NULL CHECK ("family" <> ''),
  "edition" TEXT NOT NULL CHECK ("edition" <> ''),
  "reason" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "edition_pin_key" ON "edition_pin" ("year", "family");

CREATE TABLE "process_gas" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "source" INTEGER NOT NULL REFERENCES "source" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "gas" TEXT NOT NULL CHECK ("gas" <> ''),
  "heel" REAL NOT NULL CHECK ("heel" BETWEEN 0.0 AND 1.0),
  "utilisation" REAL NOT NULL CHECK ("utilisation" BETWEEN 0.0 AND 1.0),
  "abatement" REAL NOT NULL CHECK ("abatement" BETWEEN 0.0 AND 1.0),
  "uptime" REAL NOT NULL CHECK ("uptime" BETWEEN 0.0 AND 1.0),
  "by_product_gas" TEXT NOT NULL,
  "by_product_mass" REAL CHECK ("by_product_mass" BETWEEN -1e+300 AND 1e+300),
  "citation" TEXT NOT NULL CHECK ("citation" <> ''),
  "by_product_abatement" REAL NOT NULL CHECK ("by_product_abatement" BETWEEN 0.0 AND 1.0)
) STRICT;

CREATE INDEX "process_gas_source" ON "process_gas" ("source");

CREATE TABLE "cogeneration" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "uid" TEXT NOT NULL CHECK ("uid" <> ''),
  "source" INTEGER NOT NULL REFERENCES "source" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "name" TEXT NOT NULL CHECK ("name" <> ''),
  "allocation" TEXT NOT NULL CHECK ("allocation" = 'efficiency' OR "allocation" = 'energy-content'),
  "heat_efficiency" REAL CHECK ("heat_efficiency" BETWEEN 0.0 AND 1.0),
  "power_efficiency" REAL CHECK ("power_efficiency" BETWEEN 0.0 AND 1.0),
  "citation" TEXT NOT NULL,
  "note" TEXT NOT NULL,
  "year" INTEGER CHECK ("year" >= 1990 AND "year" <= 2100),
  "heat" REAL CHECK ("heat" BETWEEN 0.0 AND 1e+300),
  "power" REAL CHECK ("power" BETWEEN 0.0 AND 1e+300)
) STRICT;

CREATE UNIQUE INDEX "cogeneration_uid" ON "cogeneration" ("uid");

CREATE INDEX "cogeneration_source" ON "cogeneration" ("source");

CREATE TABLE "contract" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "uid" TEXT NOT NULL CHECK ("uid" <> ''),
  "site" INTEGER REFERENCES "site" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "market" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" = 'certificate' OR "kind" = 'ppa' OR "kind" = 'vppa' OR "kind" = 'green-tariff' OR "kind" = 'supplier' OR "kind" = 'on-site' OR "kind" = 'residual'),
  "quantity" REAL NOT NULL CHECK ("quantity" BETWEEN 0.0 AND 1e+300),
  "unit" TEXT NOT NULL CHECK ("unit" <> ''),
  "from" TEXT NOT NULL CHECK ("from" >= '1000' AND date("from") IS "from"),
  "to" TEXT NOT NULL CHECK ("to" >= '1000' AND date("to") IS "to"),
  "vintage" INTEGER,
  "generator" TEXT NOT NULL,
  "commissioned" TEXT CHECK ("commissioned" >= '1000' AND date("commissioned") IS "commissioned"),
  "factor" REAL CHECK ("factor" BETWEEN -1e+300 AND 1e+300),
  "tracked" INTEGER CHECK ("tracked" IN (0, 1)),
  "cancelled_for" TEXT NOT NULL,
  "sold_on" INTEGER CHECK ("sold_on" IN (0, 1)),
  "scheme" TEXT NOT NULL,
  "evidence" TEXT NOT NULL,
  "note" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "contract_uid" ON "contract" ("uid");

CREATE INDEX "contract_site" ON "contract" ("site") WHERE "site" IS NOT NULL;

CREATE TABLE "rate" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "currency" TEXT NOT NULL CHECK ("currency" <> ''),
  "year" INTEGER NOT NULL,
  "average" REAL NOT NULL CHECK ("average" BETWEEN 0.0 AND 1e+300),
  "source" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "rate_key" ON "rate" ("currency", "year");

CREATE TABLE "price_index" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "currency" TEXT NOT NULL CHECK ("currency" <> ''),
  "year" INTEGER NOT NULL,
  "index" REAL NOT NULL CHECK ("index" BETWEEN 0.0 AND 1e+300),
  "source" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "price_index_key" ON "price_index" ("currency", "year");

CREATE TABLE "closing" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "site" INTEGER NOT NULL REFERENCES "site" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "month" TEXT NOT NULL CHECK ("month" >= '1000' AND date("month" || '-01') IS "month" || '-01'),
  "closed_by" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "closing_key" ON "closing" ("site", "month");

CREATE TABLE "site_return" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "uid" TEXT NOT NULL CHECK ("uid" <> ''),
  "site" INTEGER NOT NULL REFERENCES "site" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "year" INTEGER NOT NULL,
  "state" TEXT NOT NULL,
  "due" TEXT CHECK ("due" >= '1000' AND date("due") IS "due"),
  "version" INTEGER NOT NULL CHECK ("version" >= 1),
  "note" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "site_return_uid" ON "site_return" ("uid");

CREATE INDEX "site_return_site" ON "site_return" ("site");

CREATE TABLE "year_lock" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "year" INTEGER NOT NULL,
  "reason" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "year_lock_key" ON "year_lock" ("year");

CREATE TABLE "seal" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "sealed_step" INTEGER NOT NULL,
  "head" TEXT NOT NULL CHECK ("head" <> ''),
  "signature" TEXT NOT NULL,
  "purpose" TEXT NOT NULL,
  "year" INTEGER
) STRICT;

CREATE TABLE "published_figure" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "year" INTEGER NOT NULL,
  "scope" TEXT NOT NULL CHECK ("scope" <> ''),
  "method" TEXT NOT NULL,
  "base" TEXT NOT NULL,
  "boundary" TEXT NOT NULL,
  "value" REAL NOT NULL CHECK ("value" BETWEEN -1e+300 AND 1e+300),
  "published_in" TEXT NOT NULL,
  "published_on" TEXT CHECK ("published_on" >= '1000' AND date("published_on") IS "published_on"),
  "version" INTEGER NOT NULL CHECK ("version" >= 1),
  "seal" INTEGER REFERENCES "seal" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "note" TEXT NOT NULL
) STRICT;

CREATE INDEX "published_figure_seal" ON "published_figure" ("seal") WHERE "seal" IS NOT NULL;

CREATE TABLE "approval" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "subject_table" TEXT NOT NULL CHECK ("subject_table" <> ''),
  "subject" INTEGER NOT NULL,
  "version" INTEGER NOT NULL,
  "approved_by" TEXT NOT NULL CHECK ("approved_by" <> ''),
  "approved_on" TEXT NOT NULL CHECK ("approved_on" >= '1000' AND date("approved_on") IS "approved_on"),
  "note" TEXT NOT NULL
) STRICT;

CREATE TABLE "verification_round" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "uid" TEXT NOT NULL CHECK ("uid" <> ''),
  "year" INTEGER NOT NULL,
  "frozen_step" INTEGER NOT NULL,
  "materiality" REAL NOT NULL CHECK ("materiality" BETWEEN 0.0 AND 1.0),
  "seed" INTEGER NOT NULL,
  "verifier" TEXT NOT NULL,
  "sample_size" INTEGER NOT NULL CHECK ("sample_size" >= 0),
  "consolidation" TEXT NOT NULL CHECK ("consolidation" = 'operational-control' OR "consolidation" = 'financial-control' OR "consolidation" = 'equity-share'),
  "note" TEXT NOT NULL,
  "method" TEXT NOT NULL CHECK ("method" = 'location' OR "method" = 'market'),
  "draw" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "verification_round_uid" ON "verification_round" ("uid");

CREATE TABLE "verification_line" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "round" INTEGER NOT NULL REFERENCES "verification_round" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "activity" INTEGER NOT NULL,
  "result" TEXT NOT NULL,
  "misstatement" REAL CHECK ("misstatement" BETWEEN -1e+300 AND 1e+300),
  "corrected" INTEGER NOT NULL CHECK ("corrected" IN (0, 1)),
  "note" TEXT NOT NULL,
  "stratum" TEXT NOT NULL,
  "value" REAL CHECK ("value" BETWEEN -1e+300 AND 1e+300)
) STRICT;

CREATE INDEX "verification_line_round" ON "verification_line" ("round");

CREATE TABLE "acknowledgement" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "code" TEXT NOT NULL CHECK ("code" <> ''),
  "place" TEXT NOT NULL CHECK ("place" <> ''),
  "note" TEXT NOT NULL CHECK ("note" <> ''),
  "by" TEXT NOT NULL
) STRICT;

CREATE TABLE "base_year_change" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "uid" TEXT NOT NULL CHECK ("uid" <> ''),
  "name" TEXT NOT NULL CHECK ("name" <> ''),
  "effective" TEXT NOT NULL CHECK ("effective" >= '1000' AND date("effective") IS "effective"),
  "kind" TEXT NOT NULL CHECK ("kind" = 'structure' OR "kind" = 'method' OR "kind" = 'error'),
  "scope" TEXT NOT NULL,
  "year" INTEGER,
  "effect" REAL NOT NULL CHECK ("effect" BETWEEN -1e+300 AND 1e+300),
  "site" INTEGER REFERENCES "site" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "state" TEXT NOT NULL CHECK ("state" = 'open' OR "state" = 'restated' OR "state" = 'unadjusted'),
  "decided_on" TEXT CHECK ("decided_on" >= '1000' AND date("decided_on") IS "decided_on"),
  "reason" TEXT NOT NULL,
  "evidence" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "base_year_change_uid" ON "base_year_change" ("uid");

CREATE INDEX "base_year_change_site" ON "base_year_change" ("site") WHERE "site" IS NOT NULL;

CREATE TABLE "screening" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "category" TEXT NOT NULL CHECK ("category" = 'stationary-combustion' OR "category" = 'mobile-combustion' OR "category" = 'process' OR "category" = 'fugitive' OR "category" = 'electricity' OR "category" = 'heat-steam-cooling' OR "category" = 's3-1' OR "category" = 's3-2' OR "category" = 's3-3' OR "category" = 's3-4' OR "category" = 's3-5' OR "category" = 's3-6' OR "category" = 's3-7' OR "category" = 's3-8' OR "category" = 's3-9' OR "category" = 's3-10' OR "category" = 's3-11' OR "category" = 's3-12' OR "category" = 's3-13' OR "category" = 's3-14' OR "category" = 's3-15'),
  "decision" TEXT NOT NULL CHECK ("decision" = 'included' OR "decision" = 'excluded' OR "decision" = 'not applicable'),
  "estimate" REAL CHECK ("estimate" BETWEEN 0.0 AND 1e+300),
  "method" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "decided_by" TEXT NOT NULL,
  "decided_on" TEXT CHECK ("decided_on" >= '1000' AND date("decided_on") IS "decided_on")
) STRICT;

CREATE TABLE "target" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "uid" TEXT NOT NULL CHECK ("uid" <> ''),
  "name" TEXT NOT NULL CHECK ("name" <> ''),
  "scope" TEXT NOT NULL CHECK ("scope" = '1+2' OR "scope" = '1' OR "scope" = '2' OR "scope" = '3' OR "scope" = 'flag' OR "scope" = '1+2+3'),
  "method" TEXT NOT NULL CHECK ("method" = 'absolute-contraction' OR "method" = 'own-reduction' OR "method" = 'sector-convergence' OR "method" = 'physical-intensity' OR "method" = 'economic-intensity' OR "method" = 'renewable-electricity' OR "method" = 'engagement'),
  "rule_set" TEXT NOT NULL,
  "scope2_method" TEXT NOT NULL CHECK ("scope2_method" = 'location' OR "scope2_method" = 'market'),
  "base_year" INTEGER,
  "most_recent_year" INTEGER,
  "target_year" INTEGER NOT NULL,
  "reduction" REAL CHECK ("reduction" BETWEEN 0.0 AND 1.0),
  "net_zero_year" INTEGER,
  "submission" TEXT NOT NULL CHECK ("submission" = '' OR "submission" >= '1000' AND date("submission" || '-01') IS "submission" || '-01'),
  "denominator" TEXT NOT NULL,
  "coverage" REAL CHECK ("coverage" BETWEEN 0.0 AND 1.0),
  "version" INTEGER NOT NULL CHECK ("version" >= 1),
  "state" TEXT NOT NULL,
  "note" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" = 'near-term' OR "kind" = 'long-term' OR "kind" = 'net-zero'),
  "ambition" TEXT NOT NULL CHECK ("ambition" = '1.5C' OR "ambition" = 'WB2C' OR "ambition" = 'own'),
  "categories" TEXT NOT NULL,
  "bioenergy" INTEGER NOT NULL CHECK ("bioenergy" IN (0, 1)),
  "removals" INTEGER NOT NULL CHECK ("removals" IN (0, 1)),
  "sector" TEXT NOT NULL,
  "growth" REAL CHECK ("growth" BETWEEN -1.0 AND 10.0),
  "engagement" REAL CHECK ("engagement" BETWEEN 0.0 AND 1.0),
  "valid_under" TEXT NOT NULL,
  "wording" TEXT NOT NULL,
  "weights" TEXT NOT NULL CHECK ("weights" = 'recent' OR "weights" = 'base')
) STRICT;

CREATE UNIQUE INDEX "target_uid" ON "target" ("uid");

CREATE TABLE "milestone" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "target" INTEGER REFERENCES "target" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "kind" TEXT NOT NULL CHECK ("kind" = 'committed' OR "kind" = 'developed' OR "kind" = 'submitted' OR "kind" = 'validated' OR "kind" = 'published' OR "kind" = 'reported' OR "kind" = 'reviewed' OR "kind" = 'recalculated' OR "kind" = 'withdrawn'),
  "due" TEXT CHECK ("due" >= '1000' AND date("due") IS "due"),
  "reached" TEXT CHECK ("reached" >= '1000' AND date("reached") IS "reached"),
  "document" TEXT NOT NULL,
  "note" TEXT NOT NULL
) STRICT;

CREATE INDEX "milestone_target" ON "milestone" ("target") WHERE "target" IS NOT NULL;

CREATE TABLE "exclusion" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "target" INTEGER REFERENCES "target" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "site" INTEGER REFERENCES "site" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "category" TEXT NOT NULL CHECK ("category" = 'stationary-combustion' OR "category" = 'mobile-combustion' OR "category" = 'process' OR "category" = 'fugitive' OR "category" = 'electricity' OR "category" = 'heat-steam-cooling' OR "category" = 's3-1' OR "category" = 's3-2' OR "category" = 's3-3' OR "category" = 's3-4' OR "category" = 's3-5' OR "category" = 's3-6' OR "category" = 's3-7' OR "category" = 's3-8' OR "category" = 's3-9' OR "category" = 's3-10' OR "category" = 's3-11' OR "category" = 's3-12' OR "category" = 's3-13' OR "category" = 's3-14' OR "category" = 's3-15'),
  "emissions" REAL CHECK ("emissions" BETWEEN 0.0 AND 1e+300),
  "reason" TEXT NOT NULL
) STRICT;

CREATE INDEX "exclusion_target" ON "exclusion" ("target") WHERE "target" IS NOT NULL;

CREATE INDEX "exclusion_site" ON "exclusion" ("site") WHERE "site" IS NOT NULL;

CREATE TABLE "initiative" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "uid" TEXT NOT NULL CHECK ("uid" <> ''),
  "name" TEXT NOT NULL CHECK ("name" <> ''),
  "lane" TEXT NOT NULL CHECK ("lane" = 'corporate-operations' OR "lane" = 'product-r&d' OR "lane" = 'manufacturing' OR "lane" = 'supply-chain'),
  "site" INTEGER REFERENCES "site" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "source" INTEGER REFERENCES "source" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "owner" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "start" TEXT CHECK ("start" >= '1000' AND date("start") IS "start"),
  "end" TEXT CHECK ("end" >= '1000' AND date("end") IS "end"),
  "reduction" REAL CHECK ("reduction" BETWEEN -1e+300 AND 1e+300),
  "capex" REAL CHECK ("capex" BETWEEN -1e+300 AND 1e+300),
  "opex" REAL CHECK ("opex" BETWEEN -1e+300 AND 1e+300),
  "savings" REAL CHECK ("savings" BETWEEN -1e+300 AND 1e+300),
  "life_years" REAL CHECK ("life_years" BETWEEN 0.0 AND 1e+300),
  "currency" TEXT NOT NULL,
  "note" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "initiative_uid" ON "initiative" ("uid");

CREATE INDEX "initiative_site" ON "initiative" ("site") WHERE "site" IS NOT NULL;

CREATE INDEX "initiative_source" ON "initiative" ("source") WHERE "source" IS NOT NULL;

CREATE TABLE "supplier" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "uid" TEXT NOT NULL CHECK ("uid" <> ''),
  "name" TEXT NOT NULL CHECK ("name" <> ''),
  "country" TEXT NOT NULL,
  "category" TEXT NOT NULL,
  "spend" REAL CHECK ("spend" BETWEEN -1e+300 AND 1e+300),
  "currency" TEXT NOT NULL,
  "year" INTEGER,
  "target_state" TEXT NOT NULL,
  "note" TEXT NOT NULL,
  "emissions" REAL CHECK ("emissions" BETWEEN 0.0 AND 1e+300)
) STRICT;

CREATE UNIQUE INDEX "supplier_uid" ON "supplier" ("uid");

CREATE TABLE "product" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "uid" TEXT NOT NULL CHECK ("uid" <> ''),
  "name" TEXT NOT NULL CHECK ("name" <> ''),
  "family" TEXT NOT NULL,
  "unit" TEXT NOT NULL,
  "life_years" REAL CHECK ("life_years" BETWEEN 0.0 AND 1e+300),
  "energy_use" REAL CHECK ("energy_use" BETWEEN -1e+300 AND 1e+300),
  "energy_unit" TEXT NOT NULL,
  "note" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "product_uid" ON "product" ("uid");

CREATE TABLE "target_version" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "target" INTEGER NOT NULL REFERENCES "target" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "version" INTEGER NOT NULL CHECK ("version" >= 1),
  "content" TEXT NOT NULL CHECK ("content" <> ''),
  "saved_on" TEXT NOT NULL CHECK ("saved_on" >= '1000' AND date("saved_on") IS "saved_on"),
  "saved_by" TEXT NOT NULL,
  "rule_set" TEXT NOT NULL,
  "note" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "target_version_key" ON "target_version" ("target", "version");

CREATE TABLE "criterion_answer" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "target" INTEGER REFERENCES "target" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "criterion" TEXT NOT NULL CHECK ("criterion" <> ''),
  "holds" INTEGER NOT NULL CHECK ("holds" IN (0, 1)),
  "evidence" TEXT NOT NULL,
  "answered_by" TEXT NOT NULL,
  "answered_on" TEXT CHECK ("answered_on" >= '1000' AND date("answered_on") IS "answered_on")
) STRICT;

CREATE INDEX "criterion_answer_target" ON "criterion_answer" ("target") WHERE "target" IS NOT NULL;

CREATE TABLE "sector_point" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "pathway" TEXT NOT NULL CHECK ("pathway" <> ''),
  "sector" TEXT NOT NULL CHECK ("sector" <> ''),
  "region" TEXT NOT NULL,
  "scopes" TEXT NOT NULL CHECK ("scopes" <> ''),
  "unit" TEXT NOT NULL CHECK ("unit" <> ''),
  "year" INTEGER NOT NULL CHECK ("year" >= 1990 AND "year" <= 2150),
  "intensity" REAL NOT NULL CHECK ("intensity" BETWEEN -1e+300 AND 1e+300),
  "sector_activity" REAL CHECK ("sector_activity" BETWEEN 0.0 AND 1e+300),
  "activity_unit" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "licence" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "sector_point_key" ON "sector_point" ("pathway", "sector", "region", "scopes", "year");

CREATE TABLE "land_figure" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "year" INTEGER NOT NULL CHECK ("year" >= 1990 AND "year" <= 2100),
  "scope" INTEGER NOT NULL CHECK ("scope" >= 1 AND "scope" <= 3),
  "kind" TEXT NOT NULL CHECK ("kind" = 'flag' OR "kind" = 'feedstock-emissions' OR "kind" = 'feedstock-removals'),
  "emissions" REAL NOT NULL CHECK ("emissions" BETWEEN 0.0 AND 1e+300),
  "source" TEXT NOT NULL,
  "note" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "land_figure_key" ON "land_figure" ("year", "scope", "kind");

CREATE TABLE "statement" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "step" INTEGER NOT NULL CHECK ("step" >= 1),
  "year" INTEGER NOT NULL CHECK ("year" >= 1990 AND "year" <= 2100),
  "turnover" REAL CHECK ("turnover" BETWEEN 0.0 AND 1e+300),
  "employees" REAL CHECK ("employees" BETWEEN 0.0 AND 1e+300),
  "balance_sheet" REAL CHECK ("balance_sheet" BETWEEN 0.0 AND 1e+300),
  "note" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "statement_key" ON "statement" ("year");

