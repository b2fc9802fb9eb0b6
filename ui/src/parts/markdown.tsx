// A small Markdown, of notes.
import type { ComponentChildren } from 'preact';
import { masked } from '../app/mask.ts';
import { href_of } from '../app/router.ts';

// **strong**, *emphasis*, `code`, and IDs, which become links. [A link](to) shows both its text and
// where it would lead, and leads nowhere: no click leaves the machine.
export function inline(text: string): ComponentChildren[] {
  return text.split(/(\*\*[^*]+\*\*|\*[^*]+\*|`[^`]+`|\[[^\][]+\]\([^()\s]+\)|\b[NPST]-[0-9a-f]+\b)/).map((part) => {
    if (/^\*\*.+\*\*$/.test(part)) return <strong>{part.slice(2, -2)}</strong>;
    if (/^\*.+\*$/.test(part)) return <em>{part.slice(1, -1)}</em>;
    if (/^`.+`$/.test(part)) return <code>{part.slice(1, -1)}</code>;
    if (/^[NPST]-[0-9a-f]+$/.test(part)) return <a href={href_of(part)}>{part}</a>;
    const link = /^\[(.+)\]\((.+)\)$/.exec(part);
    if (link) return <span>{masked(link[1])} <code dir="ltr">{masked(link[2])}</code></span>;
    return masked(part);
  });
}

const kKinds: [string, RegExp][] = [
  ['list', /^\s*[-*+]\s+/],
  ['numbered', /^\s*\d{1,9}[.)]\s+/],
  ['quote', /^\s*>[>\s]*/],
  ['table', /^\s*\|/],
  ['head', /^#{1,6}\s+/],
];
const kind_of = (line: string) => kKinds.find(([, begin]) => begin.test(line))?.[0] ?? 'text';
const cells_of = (line: string) => line.trim().replace(/^\||\|$/g, '').split('|').map((cell) => cell.trim());

function table(lines: string[]) {
  const rule = /^[\s|:-]+$/;
  const head = lines.length > 1 && rule.test(lines[1]) ? cells_of(lines[0]) : null;
  return (
    <table class="table">
      {head && (
        <thead>
          <tr>{head.map((cell) => <th scope="col">{inline(cell)}</th>)}</tr>
        </thead>
      )}
      <tbody>
        {lines.slice(head ? 1 : 0).filter((line) => !rule.test(line)).map((line) => (
          <tr>{cells_of(line).map((cell) => <td>{inline(cell)}</td>)}</tr>
        ))}
      </tbody>
    </table>
  );
}

// Lines of one kind, without what says the kind.
function block(kind: string, lines: string[]): ComponentChildren {
  const begin = kKinds.find(([name]) => name === kind)?.[1] ?? /^/;
  const texts = lines.map((line) => line.replace(begin, ''));
  const items = () => texts.map((text) => <li>{inline(text)}</li>);
  switch (kind) {
    case 'list':
      return <ul>{items()}</ul>;
    case 'numbered':
      return <ol>{items()}</ol>;
    case 'quote':
      return <blockquote>{texts.map((text) => text && <p>{inline(text)}</p>)}</blockquote>;
    case 'table':
      return table(lines);
    case 'head':
      return texts.map((text) => <h3>{inline(text)}</h3>);
  }
  return texts.map((text) => text.trim() && <p>{inline(text)}</p>);
}

export function Markdown({ text }: { text: string }) {
  const lines = text.split('\n');
  const blocks: ComponentChildren[] = [];
  for (let from = 0, at = 1; at <= lines.length; ++at) {
    if (at < lines.length && kind_of(lines[at]) === kind_of(lines[from])) continue;
    blocks.push(block(kind_of(lines[from]), lines.slice(from, at)));
    from = at;
  }
  return (
    <div class="markdown" dir="auto">
      {blocks}
    </div>
  );
}
