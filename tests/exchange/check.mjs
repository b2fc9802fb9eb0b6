// Gives documents to validators that others wrote. Reads a JSON array of {format, text} from
// standard input; writes an array with null for each that is taken, what was said of each that is
// refused, and {skipped: why} where a validator cannot run.
//
// usage: node check.mjs SCHEMAS HTCDS   (the folder of schema files, the table of HTCDS's fields; "" = none)
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { defaultModel, Model } from "@alephdata/followthemoney";
import { check as checkGeojson } from "@placemarkio/check-geojson";
import { Ajv2020 } from "ajv/dist/2020.js";
import Ajv04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import jsonld from "jsonld";
import { Parser, Store } from "n3";
import SHACLValidator from "rdf-validate-shacl";

const [SCHEMAS, HTCDS] = process.argv.slice(2);
const TLP_2 = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"; // of the standard

function need(value, why) {
  if (!value) throw Object.assign(new Error(why), { skipped: true });
  return value;
}

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

// Every schema file below the folder, each to its own type; observables of types that STIX lacks
// are held to what all have in common. The bundle's own schema refuses objects that are good.
function loadStix() {
  const folder = join(need(SCHEMAS, "the schema files are not here (MAILLON_DATA)"), "stix-2.1");
  const ajv = new Ajv2020({ strict: false, unicodeRegExp: false });
  addFormats(ajv);
  const ids = new Map();
  for (const file of readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".json"))) {
    const schema = JSON.parse(readFileSync(join(folder, file), "utf8"));
    ajv.addSchema(schema);
    ids.set(basename(file, ".json"), schema.$id);
  }
  return { ajv, ids };
}

let stix;
function checkStix(text) {
  stix ??= loadStix();
  const { objects } = JSON.parse(text);
  const known = new Set(objects.map(({ id }) => id));
  if (known.size !== objects.length) throw new Error("an id stands twice");
  for (const object of objects) {
    const validate = stix.ajv.getSchema(stix.ids.get(object.type) ?? stix.ids.get("cyber-observable-core"));
    if (!validate(object)) throw new Error(`${object.id}: ${stix.ajv.errorsText(validate.errors)}`);
    for (const [name, value] of Object.entries(object)) {
      if (!/_refs?$/.test(name)) continue;
      for (const ref of [value].flat()) if (!known.has(ref)) throw new Error(`${object.id}: ${name}: no ${ref}`);
    }
    for (const extension of Object.keys(object.extensions ?? {})) {
      if (!known.has(extension) && extension !== TLP_2) throw new Error(`${object.id}: no ${extension}`);
    }
  }
}

// Numbers are texts and references lead somewhere: what the schema leaves open of objects.
function checkMispObjects(event) {
  const parts = [...event.Attribute, ...event.Object.flatMap((object) => [object, ...object.Attribute])];
  const known = new Set(parts.map(({ uuid }) => uuid));
  if (known.size !== parts.length) throw new Error("a uuid stands twice");
  for (const object of event.Object) {
    for (const name of ["name", "meta-category", "template_uuid", "template_version", "timestamp", "distribution"])
      if (typeof object[name] !== "string") throw new Error(`${object.uuid}: ${name} is no text`);
    for (const attribute of object.Attribute)
      if (!attribute.object_relation) throw new Error(`${attribute.uuid}: no object_relation`);
    for (const { object_uuid, referenced_uuid, relationship_type } of object.ObjectReference ?? []) {
      if (object_uuid !== object.uuid || !known.has(referenced_uuid) || !relationship_type)
        throw new Error(`${object.uuid}: a reference to ${referenced_uuid}`);
    }
  }
}

let misp;
function checkMisp(text) {
  if (!misp) {
    const file = join(need(SCHEMAS, "the schema files are not here (MAILLON_DATA)"), "misp", "schema-lax.json");
    misp = new Ajv04({ strict: false }).compile(JSON.parse(readFileSync(file, "utf8")));
  }
  const document = JSON.parse(text);
  // It holds attributes to its rules at the top only: those of objects are given to it as such.
  const { Event } = document;
  for (const part of [document, ...Event.Object.map(({ Attribute }) => ({ Event: { Attribute } }))]) {
    if (!misp(part)) throw new Error(JSON.stringify(misp.errors[0]));
  }
  checkMispObjects(Event);
}

// RFC 4180, to rows of cells.
function parseCsv(text) {
  const rows = [[]];
  let rest = text;
  while (rest) {
    const cell = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/.exec(rest);
    if (!cell) throw new Error(`no CSV: ${rest.slice(0, 40)}`);
    rows.at(-1).push((cell[1] ?? cell[2]).replaceAll('""', '"'));
    rest = rest.slice(cell[0].length);
    if (cell[3] !== "," && rest) rows.push([]);
  }
  return rows;
}

// Of the standard's own table: name with prefix -> type and values of the picklist.
let htcds;
function loadHtcds() {
  const [header, ...rows] = parseCsv(readFileSync(need(HTCDS, "the fields of HTCDS are not here (MAILLON_DATA)"), "utf8"));
  const column = (name) => header.indexOf(name);
  return new Map(rows.filter((row) => row.length > 1).map((row) => [row[column("Field Name including Prefix")],
    { type: row[column("Field Type")], values: (row[column("Value Names (if picklist)")] ?? "").split(/\s+/).filter(Boolean) }]));
}

function checkHtcds(text) {
  htcds ??= loadHtcds();
  const [header, ...rows] = parseCsv(text);
  for (const name of header) if (!htcds.has(name)) throw new Error(`the standard has no field ${name}`);
  for (const row of rows) {
    if (row.length !== header.length) throw new Error(`a row of ${row.length} cells`);
    for (const [i, value] of row.entries()) {
      const { type, values } = htcds.get(header[i]);
      if (type === "Date" && !/^\d{4}-\d\d-\d\d$/.test(value)) throw new Error(`${header[i]}: no date: ${value}`);
      if (type === "Picklist" && !values.includes(value)) throw new Error(`${header[i]}: no ${value} in the picklist`);
    }
  }
}

// The ontology's shapes without the rules in SPARQL, which the validator does not know, and without
// imports. Which class is below which belongs to the data: only so do the shapes of the upper ones count.
function loadOntology() {
  const file = join(need(SCHEMAS, "the schema files are not here (MAILLON_DATA)"), "case-1.4.0.ttl");
  const quads = new Parser().parse(readFileSync(file, "utf8"));
  const left = new Set(["http://www.w3.org/2002/07/owl#imports", "http://www.w3.org/ns/shacl#sparql"]);
  const shapes = quads.filter(({ predicate }) => !left.has(predicate.value));
  const classes = shapes.filter(({ predicate }) => predicate.value.endsWith("rdf-schema#subClassOf"));
  return { validator: new SHACLValidator(new Store(shapes)), classes };
}

let ontology;
async function checkCase(text) {
  ontology ??= loadOntology();
  const quads = new Parser({ format: "N-Quads" }).parse(await jsonld.toRDF(JSON.parse(text), { format: "application/n-quads" }));
  const report = await ontology.validator.validate(new Store([...ontology.classes, ...quads]));
  const bad = report.results.filter(({ severity }) => severity.value !== "http://www.w3.org/ns/shacl#Info");
  if (bad.length) throw new Error(`${bad[0].focusNode?.value}: ${bad[0].path?.value}: ${bad[0].message.map((m) => m.value)}`);
  const known = new Set(quads.filter((q) => q.predicate.value.endsWith("#type")).map((q) => q.subject.value));
  for (const { subject, object } of quads)
    if (object.value.startsWith("urn:") && !known.has(object.value)) throw new Error(`${subject.value}: no ${object.value}`);
}

const CHECKS = {
  // RFC 7946; says what is wrong by throwing.
  geojson(text) {
    checkGeojson(text);
  },

  // FollowTheMoney: an unknown schema or property throws.
  ftm: checkFtm,

  stix: checkStix,

  misp: checkMisp,

  htcds: checkHtcds,

  "case-uco": checkCase,
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
