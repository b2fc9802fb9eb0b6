// Acts of the development server: those of the case from the command line, and in memory what
// has no verb yet (triage, labels, notes, splits). Undo and redo run over both in order.
export class Acts {
  constructor(cli, dir) {
    Object.assign(this, { cli, dir, own: [], undone: [], serial: 0, subjects: new Map(), seen: new Map() });
  }

  async all() {
    const cased = await this.cli.json(['undo', this.dir, '--list']).catch(() => []);
    const acts = cased.map((act) => ({ ...act, subjects: this.subjects.get(act.act) ?? [] }));
    return [...acts, ...this.own.filter((a) => !a.gone)].sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : b.act - a.act));
  }

  latest = async () => (await this.all()).find((act) => act.active) ?? null;

  of(kind, id) {
    return this.own.filter((a) => a.active && a.kind === kind && a.subjects[0] === id);
  }

  triage(id) {
    const act = this.of('triage', id).at(-1);
    return act ? { state: act.value, reason: act.reason, actor: act.actor, time: act.time } : { state: 'new', reason: '', actor: '', time: '' };
  }
  labels = (id) => this.of('label', id).map((a) => a.value);
  notes = (id) => this.of('note', id).map((a) => ({ act: a.act, time: a.time, actor: a.actor, text: a.value }));

  // The earlier decisions that the new one runs into.
  async conflicts(d) {
    const decided = (await this.all()).filter((a) => a.active && (a.kind === 'same' || a.kind === 'different'));
    const has = (act, ...ids) => ids.every((id) => act.subjects.includes(id));
    const found = decided.filter((a) => a.kind !== d.kind && has(a, d.a, d.b)).map((act) => ({ kind: 'contradicts', act, third: '' }));
    if (d.kind === 'same' || d.kind === 'different')
      for (const act of decided) {
        if (act.subjects.includes(d.a) === act.subjects.includes(d.b)) continue;
        const [near, far] = act.subjects.includes(d.a) ? [d.a, d.b] : [d.b, d.a];
        const third = act.subjects.find((id) => id !== near);
        const other = decided.find((o) => o !== act && has(o, far, third));
        const kinds = [act.kind, other?.kind, d.kind].sort().join();
        if (other && kinds === 'different,same,same') found.push({ kind: 'triangle', act, third });
      }
    const since = this.seen.get(d.known_state);
    if (since !== undefined)
      for (const act of this.own)
        if (act.serial > since && act.active && act.kind === d.kind && act.subjects[0] === d.a && d.kind === 'triage') found.push({ kind: 'changed', act, third: '' });
    return found;
  }

  async decide(d) {
    const subjects = [d.a, d.b].filter(Boolean);
    const time = new Date().toISOString().replace(/\.\d+/, '');
    if (['same', 'different', 'hub', 'not_hub'].includes(d.kind) && !subjects.some((id) => id.startsWith('N-'))) {
      const args = ['decide', this.dir, d.kind.replace('_', '-'), ...subjects];
      if (d.reason) args.push('--reason', d.reason);
      const done = await this.cli.json(args);
      this.subjects.set(done.act, subjects);
      this.undone = [];
      return done;
    }
    this.undone = [];
    const act = { act: 1000 + this.own.length, serial: ++this.serial, time, actor: 'analyst', kind: d.kind, what: `${subjects.join(' and ')}${d.value ? `: ${d.value}` : ''}${d.reason ? ` (${d.reason})` : ''}`, active: true, subjects, value: d.value, reason: d.reason };
    this.own.push(act);
    return { act: act.act, kind: d.kind, subject: subjects.join(' and '), reason: d.reason };
  }

  async undo(number) {
    const act = number === undefined ? await this.latest() : (await this.all()).find((a) => a.act === number && a.active);
    if (!act) throw Object.assign(new Error('there is nothing to undo'), { status: 404, what_to_do: 'Nothing has been decided or imported, or all of it has been undone.' });
    if (act.act >= 1000) this.own.find((a) => a.act === act.act).active = false;
    else await this.cli.json(['undo', this.dir, '--act', String(act.act)]);
    this.serial++;
    this.undone.push(act);
    return { ...act, active: false };
  }

  async redo() {
    const act = this.undone.pop();
    if (!act) throw Object.assign(new Error('there is nothing to do again'), { status: 404, what_to_do: '' });
    const rest = this.undone;
    if (act.act >= 1000) this.own.find((a) => a.act === act.act).active = true;
    else if (act.kind !== 'import') await this.decide({ kind: act.kind.replace('-', '_'), a: act.subjects[0], b: act.subjects[1], reason: 'done again' });
    this.serial++;
    this.undone = rest;
    return { ...act, active: true };
  }
}
