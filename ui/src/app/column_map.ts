// How a file is read, as the command line's --map takes it: a field and its columns, '' for none,
// and what is said of the file itself (encoding, delimiter, header, order of dates).
export type Map = Record<string, string>;

const kOfFile = ['encoding', 'delimiter', 'header', 'date_order'];
const is_field = ([name]: [string, string]) => !kOfFile.includes(name);
export const of_file = (map: Map): Map => Object.fromEntries(Object.entries(map).filter((entry) => !is_field(entry)));
export const of_fields = (map: Map): Map => Object.fromEntries(Object.entries(map).filter(is_field));

const as_written = (name: string) => name.replace(/[\\,=+]/g, '\\$&');
export function map_of(columns: { name: string; field: string }[]): Map {
  const map: Map = {};
  for (const { name, field } of columns) if (field) map[field] = map[field] ? `${map[field]}+${as_written(name)}` : as_written(name);
  return map;
}

// The field that a column is read as, '' if as none.
export const field_in = (map: Map, column: string): string =>
  Object.entries(of_fields(map)).find(([, columns]) => columns.match(/(?:\\.|[^+\\])+/g)?.includes(as_written(column)))?.[0] ?? '';

// What is said of the file, said anew; '' leaves it to be guessed. With it columns may be called
// otherwise, so that which field they are is guessed anew; the order of dates changes none.
export function say_of_file(map: Map, name: string, value: string): Map {
  const { [name]: _, ...rest } = name === 'date_order' ? map : of_file(map);
  return value ? { ...rest, [name]: value } : rest;
}

// As it stands in the address, where anything may stand.
export function map_in(text: string | undefined): Map | null {
  try {
    const map = JSON.parse(text ?? 'null');
    return map && Object.values(map).every((columns) => typeof columns === 'string') ? map : null;
  } catch {
    return null;
  }
}
export const flag_of = (map: Map) => Object.entries(map).map(([field, columns]) => `${field}=${columns}`).join(',');
