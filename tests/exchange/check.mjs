// Gives documents to validators that others wrote. Reads a JSON array of {format, text} from
// standard input; writes an array with null for each that is taken, what was said of each that is
// refused, and {skipped: why} where a validator cannot run.
//
// usage: node check.mjs SCHEMAS HTCDS   (the folder of schema files, the table of HTCDS's fields; "" = none)
import { readFileSync } from "node:fs";

import { check as checkGeojson } from "@placemarkio/check-geojson";

const CHECKS = {
  // RFC 7946; says what is wrong by throwing.
  geojson(text) {
    checkGeojson(text);
  },
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
