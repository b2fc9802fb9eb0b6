// The texts of the page: complete, and worded about people as docs/responsible-use.md says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { kRoot } from '../load.mjs';
import { check, code_problem, kLanguages, style_problem, texts_of } from '../../tools/check.mjs';

const all_texts = (language) => Object.entries(texts_of(language)).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : Object.values(text).map((form) => [key, form])));

test('all texts in all languages, no physical sides, no text in the code', () => assert.deepEqual(check(), []));

// Words that judge a person, or are those of the adverts. A person who may be harmed is a
// possible victim; nobody is a suspect; networks are of posts, not of people.
const kBanned = {
  en: [/prostitut/i, /\bhooker/i, /\bpimp/i, /\bescort/i, /\bsuspect/i, /\bcriminal/i, /\btraffick/i, /\boffender/i, /\bperpetrator/i, /\bslave/i, /\bgirls?\b/i, /\bwhore/i, /\billegal/i, /\bgang\b/i, /\bculprit/i, /\bguilty/i],
  fr: [/prostitu/i, /proxénète/i, /\bsuspect/i, /criminel/i, /trafiquant/i, /esclav/i, /\bfilles?\b/i, /\bpute/i, /illégal/i, /coupable/i, /délinquant/i, /souteneur/i],
  es: [/prostitu/i, /proxeneta/i, /sospechos/i, /criminal/i, /traficante/i, /esclav/i, /\bchicas?\b/i, /\bputa/i, /ilegal/i, /culpable/i, /delincuente/i],
  ar: [/عاهر/, /دعارة/, /قواد/, /مشتبه/, /مجرم/, /متاجر/, /عبيد/, /فتيات/, /مذنب/],
  ru: [/проститут/i, /сутен[её]р/i, /подозрева/i, /преступн/i, /торгов(?:ец|ц)/i, /(?<!\p{L})раб(?:ын\p{L}*|ов|ы)(?!\p{L})/iu, /девочк|девушк/i, /нелегал/i, /виновн/i],
  zh: [/妓/, /嫖/, /嫌疑/, /罪犯/, /犯罪/, /人贩/, /奴/, /小姐/, /非法/, /团伙/],
};
const kVictim = { en: /victim/i, fr: /victime/i, es: /víctima/i, ar: /ضحية|ضحايا/, ru: /жертв|пострадавш/i, zh: /受害者/ };
const kPossible = { en: /possible victim/i, fr: /victime possible/i, es: /posible víctima/i, ar: /الضحية المحتملة/, ru: /возможный пострадавший/i, zh: /可能的受害者/ };

for (const language of kLanguages)
  test(`wording about people: ${language}`, () => {
    for (const [key, text] of all_texts(language)) {
      for (const word of kBanned[language]) assert.doesNotMatch(text, word, `${language} ${key}`);
      if (kVictim[language].test(text)) assert.match(text, kPossible[language], `${language} ${key}: a victim is a possible one`);
    }
  });

test('the rules of the build find what they are for', () => {
  for (const line of ['  margin-left: 1rem;', '  left: 0;', '  text-align: right;', '  border-top-left-radius: 2px;', '  padding-right:0', '  background: url(https://x.example/a.png);']) assert.notEqual(style_problem(line), '', line);
  for (const line of ['  margin-inline-start: 1rem;', '  inset-inline-end: 0;', '  text-align: start;', '  --left-over: 1;']) assert.equal(style_problem(line), '', line);
  for (const line of ['<p>Hello there</p>', '  Read this first</h2>', '<div dangerouslySetInnerHTML={x} />']) assert.notEqual(code_problem(line), '', line);
  for (const line of ["<p>{t('common.close')}</p>", '<span>Maillon</span>', 'const a = b < c;']) assert.equal(code_problem(line), '', line);
});

test('sentences about pairs are the same on the page and in the report', () => {
  for (const language of kLanguages) {
    const report = readFileSync(join(kRoot, `../src/report/document/texts/${language}.txt`), 'utf8');
    const lines = Object.fromEntries(report.split('\n').filter((line) => line.startsWith('said.')).map((line) => line.split(/ = (.*)/).slice(0, 2)));
    const page = Object.entries(texts_of(language)).filter(([key]) => key.startsWith('said.') && !['said.plain', 'said.decision'].includes(key));
    assert.deepEqual(lines, Object.fromEntries(page), language);
  }
});

test('the banned words would be found', () => {
  assert.match('the suspect', kBanned.en[4]);
  assert.match('два преступника', kBanned.ru[3]);
});

test('the texts of other languages are not English ones', () => {
  const english = texts_of('en');
  for (const language of kLanguages.slice(1)) {
    const texts = texts_of(language);
    const same = Object.keys(english).filter((key) => JSON.stringify(texts[key]) === JSON.stringify(english[key]));
    assert.ok(same.length < 45, `${language}: ${same.length} texts as in English: ${same.join(' ')}`);
    if (['ar', 'ru', 'zh'].includes(language)) assert.ok(same.length < 10, same.join(' '));
  }
});
