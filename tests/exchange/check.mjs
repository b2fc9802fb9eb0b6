// Gives documents to validators that others wrote. Reads a JSON array of {format, text} from
// standard input; writes an array with null for each that is taken, what was said of each that is
// refused, and {skipped: why} where a validator cannot run.
//
// usage: node check.mjs SCHEMAS HTCDS   (the folder of schema files, the table of HTCDS's fields; "" = none)
import { readFileSync } from "node:fs";

import { defaultModel, Model } from "@alephdata/followthemoney";
import { check as checkGeojson } from "@placemarkio/check-geojson";

const model = new Model(defaultModel);

// The package judges schemata and properties; that values are lists and that what is referred to
// is there, of a schema that may stand there, it leaves to us.
function checkFtm(text) {
  const entities = text.trim().split("\n").map((line) => JSON.parse(line));
  const schemata = new Map();
  for (const data of entities) {
    if (schemata.has(data.id)) throw new Error(`${data.id} stands twice`);
    schemata.set(data.id, model.getEntity(data).schema);
  }
  for (const { id, schema, properties } of entities) {
    for (const [name, values] of Object.entries(properties)) {
      if (!Array.isArray(values) || values.some((value) => typeof value !== "string" || value === ""))
        throw new Error(`${id}: ${name} is no list of texts`);
      const property = model.getSchema(schema).getProperty(name);
      if (property.type.name !== "entity") continue;
      for (const value of values) {
        if (!schemata.get(value)?.isA(property.range)) throw new Error(`${id}: ${name}: ${value} is no ${property.range}`);
      }
    }
  }
}

const CHECKS = {
  // RFC 7946; says what is wrong by throwing.
  geojson(text) {
    checkGeojson(text);
  },

  // FollowTheMoney: an unknown schema or property throws.
  ftm: checkFtm,
};

async function run({ format, text }) {
  try {
    return (await CHECKS[format](text)) ?? null;
  } catch (error) {
    return error.skipped ? { skipped: error.message } : String(error.message);
  }
}

const said = [];
for (const job of JSON.parse(readFileSync(0, "utf8"))) said.push(await run(job));
process.stdout.write(JSON.stringify(said));
