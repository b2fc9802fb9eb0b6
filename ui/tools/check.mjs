// Rules that the build holds: all texts in all languages and no others, whole plural sets, no
// physical sides in the styles, no text in the code outside of the language files.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
export const kLanguages = ['en', 'fr', 'es', 'ar', 'ru', 'zh'];

function files_under(folder, ending) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

export const texts_of = (language) => JSON.parse(readFileSync(join(root, `i18n/${language}.json`), 'utf8'));
const slots_of = (text) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]))].sort().join();

// The forms that whole numbers take.
function plural_forms(language) {
  const rules = new Intl.PluralRules(language);
  return [...new Set(Array.from({ length: 300 }, (_, n) => rules.select(n)))].sort().join();
}

// A key stands as a whole literal, or as `prefix.${…}`, which uses all keys below the prefix.
export const kKey = /(['"`])([a-z]\w*(?:\.\w+)+)\1/g;
export function keys_in(sources) {
  const named = new Set();
  const prefixes = new Set();
  for (const source of sources) {
    for (const [, , key] of source.matchAll(kKey)) named.add(key);
    for (const [, prefix] of source.matchAll(/`([a-z][\w.]*[._])\$\{/g)) prefixes.add(prefix);
  }
  return { named, composed: (key) => [...prefixes].some((prefix) => key.startsWith(prefix)) };
}

function check_texts(sources) {
  const problems = [];
  const english = texts_of('en');
  for (const source of sources)
    for (const [, key] of source.matchAll(/\bt\(\s*'([^']+)'/g)) if (!(key in english)) problems.push(`i18n: no text for ${key}`);
  const { named, composed } = keys_in(sources);
  for (const key of Object.keys(english)) if (!named.has(key) && !composed(key)) problems.push(`i18n/en.json: ${key} is not used`);
  for (const language of kLanguages) {
    const texts = texts_of(language);
    const plural = plural_forms(language);
    for (const [key, text] of Object.entries(english)) {
      if (!(key in texts)) {
        problems.push(`i18n/${language}.json: ${key} is missing`);
        continue;
      }
      if ((typeof text === 'object') !== (typeof texts[key] === 'object')) problems.push(`i18n/${language}.json: ${key}: plural in one language only`);
      else if (typeof text === 'object') {
        if (Object.keys(texts[key]).sort().join() !== plural) problems.push(`i18n/${language}.json: ${key} needs the forms ${plural}`);
      } else if (slots_of(text) !== slots_of(texts[key])) problems.push(`i18n/${language}.json: ${key}: other {slots} than in English`);
    }
    for (const key of Object.keys(texts)) if (!(key in english)) problems.push(`i18n/${language}.json: ${key} is not in English`);
  }
  return problems;
}

// What is wrong with a line of the styles; '' if nothing is.
export function style_problem(line) {
  if (kPhysical.test(line)) return 'a physical side; use the logical property';
  if (/@import\s+url|url\(\s*['"]?(?:https?:)?\/\//.test(line)) return 'an address outside of the page';
  return '';
}
const kPhysical = /(?:^|[\s;{-])(left|right)\s*:|(?:margin|padding|border|inset)-(?:left|right)|(?:text-align|float|clear)\s*:\s*(?:left|right)|(?:border-(?:top|bottom)-(?:left|right)-radius)/;

// Letters between tags are texts that no one can translate; markup made from text may run.
export function code_problem(line) {
  if (/(?:<\/?[a-z](?:[^<>]*[^=<>])?>|^\s*)\s*[A-Z][a-z]+ [a-z]+[^<>{}();=]*<\//.test(line)) return 'a text outside of i18n';
  if (/dangerouslySetInnerHTML|innerHTML|insertAdjacentHTML|\beval\(/.test(line)) return 'markup from text';
  return '';
}

function check_lines(names, problem_of) {
  return names.flatMap((name) =>
    readFileSync(name, 'utf8')
      .split('\n')
      .flatMap((line, i) => (problem_of(line) ? [`${name}:${i + 1}: ${problem_of(line)}`] : [])),
  );
}

export function check() {
  const code = files_under('src', /\.tsx?$/);
  return [...check_texts(code.map((name) => readFileSync(name, 'utf8'))), ...check_lines(files_under('src', /\.css$/), style_problem), ...check_lines(code, code_problem)];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = check();
  problems.forEach((problem) => console.error(problem));
  process.exit(problems.length ? 1 : 0);
}
