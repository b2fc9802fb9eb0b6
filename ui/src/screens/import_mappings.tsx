// Mappings of columns that were made before: kept with the case under a name, or in a file of their
// own, which `maillon import --map-file` takes too.
import { useRef } from 'preact/hooks';
import { api, type Mapping } from '../api.ts';
import { map_in, type Map } from '../app/column_map.ts';
import { save_file } from '../app/files.ts';
import { t } from '../app/i18n.ts';
import { useKept } from '../app/kept.ts';
import { useLoad } from '../app/load.ts';
import { say, say_error } from '../app/store.ts';
import { Button, Choice, Field } from '../parts/basics.tsx';

type Loaded = Pick<Mapping, 'map' | 'source'>;

// What the file says, null if it is no mapping.
export function mapping_in(text: string): (Loaded & { name: string }) | null {
  try {
    const { maillon_mapping, name, map, source } = JSON.parse(text);
    return maillon_mapping === 1 && map_in(JSON.stringify(map)) ? { name: `${name ?? ''}`, map, source: `${source ?? ''}` } : null;
  } catch {
    return null;
  }
}

export function Mappings({ map, source, use }: { map: Map; source: string; use: (mapping: Loaded) => void }) {
  const saved = useLoad(() => api.mappings(), ['mappings']);
  const [name, set_name, forget] = useKept('mapping.name', '');
  const input = useRef<HTMLInputElement>(null);
  const known = saved.data?.mappings ?? [];
  const load = async (file: File | undefined) => {
    const loaded = file && mapping_in(await file.text());
    if (!loaded) return file && say(t('import.no_mapping', { name: file.name }), 'bad');
    set_name(loaded.name);
    use(loaded);
  };
  return (
    <div class="tools">
      {known.length > 0 && <Choice inline label={t('import.use_mapping')} value="" options={[{ value: '', label: t('import.use_mapping') }, ...known.map((m) => ({ value: m.name, label: m.name }))]} onChange={(chosen) => known.filter((m) => m.name === chosen).slice(0, 1).forEach(use)} />}
      <Field label={t('import.mapping_name')}>{(id) => <input id={id} value={name} maxLength={200} dir="auto" onInput={(event) => set_name(event.currentTarget.value)} />}</Field>
      <Button icon="save" disabled={!name.trim()} onClick={() => void api.save_mapping({ name: name.trim(), map, source }).then(() => (say(t('import.mapping_saved')), forget(), saved.reload()), say_error)}>
        {t('import.save_mapping')}
      </Button>
      <Button onClick={() => save_file(new Blob([JSON.stringify({ maillon_mapping: 1, name: name.trim(), map, source }, null, 2) + '\n'], { type: 'application/json' }), `${name.trim() || 'mapping'}.json`)}>{t('import.mapping_to_file')}</Button>
      <input ref={input} id="mapping" hidden type="file" accept=".json" onChange={(event) => (void load(event.currentTarget.files?.[0]), (event.currentTarget.value = ''))} />
      <Button onClick={() => input.current?.click()}>{t('import.mapping_from_file')}</Button>
    </div>
  );
}
