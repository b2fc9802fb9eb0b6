// What the page asks of `maillon serve`, and the shapes of the replies. ui/API.md lists the
// same calls in one line each. Names follow the command line's --json; what the page needs
// besides is marked "page". Times are RFC 3339 in UTC. IDs: N- network, P- post,
// S- selector, T- template, I- picture. Absent values are null or "", never left out.

// ---- shared nouns -------------------------------------------------------------------------

export interface PostRef {
  id: string; // P-
  name: string; // source:id
  posted_at: string; // "" if not stated
  city: string;
  country: string; // ISO 3166-1 alpha-2
  title: string;
  network: string; // N- or ""
}

export interface Tally {
  what: string;
  posts: number;
}

export interface Stop {
  city: string;
  country: string;
  first: string;
  last: string;
  posts: number;
}

export interface SelectorRow {
  id: string; // S-
  kind: string; // phone email url handle wallet iban image
  service: string;
  value: string;
  posts: number; // here
  posts_in_case: number;
  first: string;
  last: string;
  note: string;
  said: Said[]; // the note
}

export interface Quote {
  post: 'a' | 'b';
  field: string;
  begin: number; // UTF-8 bytes
  end: number;
  text: string;
}

export type TriageState = 'new' | 'in_review' | 'referred' | 'closed';
export interface Triage {
  state: TriageState;
  reason: string;
  actor: string;
  time: string;
}

// One page of a list. `next` goes into `after`; null at the end.
export interface Paged {
  total: number;
  next: string | null;
}

// Values of a facet with how many of the answer have each, most first.
export type Facets = Record<string, { what: string; count: number }[]>;

// ---- case -----------------------------------------------------------------------------------

export interface ImportAct {
  id: number;
  active: boolean;
  purged?: boolean; // gone for good
  time: string;
  actor: string;
  records: number;
  quarantined: number;
  files: { name: string; sha256: string; bytes: number; records: number; quarantined: number }[];
}

export interface Job {
  job: number;
  kind: 'import' | 'link' | keyof Printed;
  state: 'running' | 'done' | 'failed';
  phase: string; // step as in `link --perf`
  done: number;
  total: number; // 0: not known
  error: string;
  what_to_do: string;
  result: { records?: number; quarantined?: number; import?: number; pictures?: number; pictures_quarantined?: number; pictures_listed?: number; pictures_restricted?: number; notes?: string[]; networks?: number } & Partial<Printed> | null;
}

// What the verbs print with --json.
export interface Printed {
  verify: Verified;
  rank: Ranked;
  purge: Purged;
  replay: Replayed;
  fairness: Fairness;
  across: Across;
  copy: Copied;
  merge: Merged;
  list: ListImport;
}

// `verify --json`.
export interface Verified {
  damaged: boolean;
  originals: number;
  bytes: number;
  bundles: number;
  acts: number;
  log_entries: number;
  log_root: string;
  findings: { severity: string; where: string; what: string; advice: string }[];
}
// `replay --json`.
export interface Replayed {
  same: boolean;
  imports: number;
  decisions: number;
  links: number;
  originals: number;
  networks_changed: boolean;
  parts: { name: string; bytes: number; same: boolean }[];
}
export interface FairGroup {
  group: string;
  posts: number;
  // By measure: raised; learned, if an order was learned. Wilson's interval.
  rates: Record<string, { n: number; hits: number; share: number | null; low: number; high: number }>;
}
export interface Fairness {
  posts: number;
  note: string; // why no learned order is judged
  all: FairGroup;
  attributes: { attribute: string; groups: FairGroup[]; others: number; other: FairGroup; not_stated: FairGroup }[];
  gaps: { attribute: string; measure: string; high: string; low: string; size: number; apart: boolean }[];
}
// Cases are told by their folders.
export interface Across {
  total: number;
  selectors: { kind: string; value: string; cases: { case: string; selector: string; posts: number; networks: string[] }[] }[];
}
export interface Copied {
  folder: string;
  files: number;
  bytes: number;
  originals: number;
  derived: boolean; // false: to be linked once more
  log_entries: number;
  log_root: string;
}
export interface Merged {
  into: string;
  from: { case: string; imports: number; imports_known: number; records: number; kept_longer: number; decisions: number; decisions_known: number; left_out: string[] }[];
}
// The cases beside this one; `folder` is empty where none are offered.
export interface OtherCases {
  name: string; // of this one
  folder: string;
  total: number; // the first are listed
  cases: { name: string; state: 'linked' | 'not_linked' | 'locked' }[];
}
// `list show --json`: hashes, selectors, or both under one name.
export interface KnownList {
  list: string;
  role?: string;
  entries?: number; // of hashes
  selector_role?: string;
  selectors?: number;
  last_import: string;
}
// `search --list NAME --json`.
export interface ListFound {
  list: string;
  selectors: number; // of the list
  rows: { id: string; kind: string; service: string; value: string; posts: number; networks: string[]; is_hub: boolean }[];
}
// `list import --json`, of a list of hashes or of a document, which may hold both.
export interface ListImport {
  list: string;
  format: string;
  added?: number;
  changed?: number;
  deleted?: number;
  rejected: number;
  reasons: Record<string, number>;
  hashes?: { added?: number; changed?: number; deleted?: number };
  selectors?: Record<string, { added: number; updated: number; removed: number }>;
}
// `catalogue try --json` of one text.
export interface Tried {
  kind: string;
  level: Level;
  indicators: { id: string; state: string; words: string }[];
}
// A picture that was sent: its hashes, and what lists say of it.
export interface KnownPicture {
  pdq: string;
  quality: number;
  md5: string;
  sha1: string;
  sha256: string;
  total: number;
  too_plain: boolean; // its PDQ hash says too little
  matches: { list: string; role: string; kind: string; distance: number; id: string; classification: string; restricted: boolean }[];
}
// A job, or the requests that wait, each in its case.
export interface Started {
  job?: number;
  waits?: { case: string; request: number }[];
}
// `purge --json`: what is gone, or would go.
export interface Purged {
  done: boolean;
  act: number;
  request: number; // that a second person is asked; 0 = none
  imports: { id: number; records: number }[];
  kept_files: string[];
  posts: string[];
  records: number; // of these posts
  decisions: number; // that lose their words
}
// `rank --next 10 --json`; without an order only `why` and `from`.
export interface Ranked {
  learned: boolean;
  why?: string;
  from: { referred: number; closed: number; labelled: number; posts: number };
  figures?: { examples: number; wordings: number; precision: number; recall: number; f1: number; pr_auc: number; positives: number };
  next?: { id: string; score: number; network: string; language: string; begins: string }[];
}

// decide: same, different, hub, not_hub on posts and selectors; the rest by their names.
export type Offer = 'decide' | 'redo' | 'import' | 'reveal' | 'triage' | 'label' | 'note' | 'split' | 'join' | 'report' | 'searches' | 'mappings' | 'confirm' | 'log' | 'purpose' | 'keep';

// Purpose and legal basis: who stated it, and when.
export interface Stated {
  text: string;
  actor: string;
  time: string;
}

// Why something is kept whatever the clock says.
export interface Hold {
  import: number; // 0 = the whole case
  reason: string;
  actor: string;
  time: string;
}

// `status --json`, and (page) what stands around it.
export interface CaseStatus {
  case: string;
  state: string; // hash of the effective state
  fresh: boolean;
  stale: string;
  log_entries: number;
  // Missing where nothing was imported yet.
  purpose?: Stated | null;
  legal_basis?: Stated | null;
  retention_days?: number; // of imports without a clock of their own; 0 = none
  holds?: Hold[];
  retention?: { import: number; days: number; due: string; held: boolean; is_due: boolean }[];
  imports: ImportAct[];
  decisions: number;
  weights: {
    class: string;
    posterior: number;
    ceiling: number;
    estimated: boolean;
    pairs: number;
    m: number;
    u: number;
  }[];
  version: string; // page, as all below
  actor: string;
  posts: number;
  networks: number;
  quarantined: number;
  linked: string; // changes when a link has written anew
  offers: Offer[]; // what this server can do, and who asks may; the page hides the rest
  role?: string; // of who asks in this case; empty where nobody logs in
  four_eyes: FourEyesAct[]; // the acts that wait for a second person
  signing_key: string; // fingerprint of the key that signs packs and the log; empty: none yet
  requests: number; // that wait now
  masked: boolean; // who asks reads selectors only in part
  job: Job | null; // the latest of this run of the server
  undo: Act | null; // what undo would take back
  redo: Act | null;
}

export type FourEyesAct = 'referred' | 'export' | 'share' | 'purge';
// What somebody asked for, and what a second person answered.
export interface Asking {
  request: number;
  act: FourEyesAct | 'four_eyes' | 'unmask';
  what: string;
  reason: string;
  actor: string;
  time: string;
  state: 'open' | 'confirmed' | 'refused' | 'expired';
  until: string; // it may be answered, or what was confirmed be fetched
  second: string;
  answer: string;
  answered: string;
}

export interface Act {
  act: number;
  time: string;
  actor: string;
  kind: string; // import same different hub not_hub split label note triage undo redo
  what: string;
  active: boolean;
  subjects: string[]; // page: the IDs that it is about
}

// ---- leads ----------------------------------------------------------------------------------

export interface NetworkRow {
  id: string;
  posts: number;
  first_seen: string;
  last_seen: string;
  countries: string[];
  cities: string[];
  languages: string[];
  selectors: number;
  templates: number;
  indicators: string[]; // ids, the most telling first
  level: Level;
  learned: number | null; // by what was decided: see `maillon rank`; null if it has not learned
  kind: string;
  top: string;
  links: number; // page, as all below
  weakest: number; // posterior of the weakest link that holds it, 0..1
  bits: number; // median bits of its links
  days: number[]; // posts in 24 equal spans from first to last seen, for the small chart
  triage: Triage;
  labels: string[];
  notes: number;
  pictures_listed: number; // on hash lists
  pictures_restricted: number; // of them never shown
}

// `listed`: what hash lists say of it; `restricted`: it is never shown.
export interface PictureRow {
  id: string; // I-
  listed: string[];
  restricted: boolean;
  classed?: boolean; // by a list, or shows the same; else lists could not be asked
}

export interface Networks extends Paged {
  posts: number;
  posts_in_networks: number;
  networks: NetworkRow[];
  facets: Facets; // state label level read_as indicator country city language kind
}

// ---- indicators ---------------------------------------------------------------------------

export type Level = '' | 'none' | 'low' | 'medium' | 'high';
export interface Sign {
  id: string;
  strength: 'S' | 'M' | 'W' | null;
  proposed: boolean;
  common_in_lawful: boolean;
  posts: number;
  case_posts: number;
  words: Tally[]; // of a network: what was read, most posts first
}
export interface Signs {
  kind: string;
  level: Level;
  dimensions: string[];
  recruitment: boolean;
  destination: boolean;
  capped: boolean;
  child: boolean;
  ordinary: boolean;
  wording: boolean;
  wording_words: string[];
  palermo: Record<'act' | 'means' | 'purpose' | 'child', 'seen' | 'denied' | 'not_stated'>;
  seen: Sign[];
  denied: Sign[];
  marks: { id: string; state: string; words: string; field: string; begin: number; end: number }[];
  hotlines: { country: string; name: string; phone: string; url: string; note: string }[];
  asking: string[]; // of a network: posts in which somebody may ask for help
  case_posts: number;
}
export interface IndicatorTable {
  posts: number; // of the case
  indicators: { id: string; label: Record<string, string>; meaning: string; against: string; sources: string; strength: string | null; proposed: boolean; posts: number }[];
}

// ---- show -----------------------------------------------------------------------------------

export interface LinkRow {
  a: PostRef;
  b: PostRef;
  bits: number;
  posterior: number;
  why: string;
}

export interface Network {
  id: string;
  posts: number;
  links: number;
  first_seen: string;
  last_seen: string;
  route: Stop[];
  languages: Tally[];
  sources: Tally[];
  names: Tally[];
  prices: Tally[];
  selectors: SelectorRow[];
  templates: { id: string; text: string; posts: number }[];
  strongest: LinkRow | null;
  weakest: LinkRow | null;
  splits: { what: string; said: Said[]; parts: number[] }[]; // said: what it is, if it is no signal
  listed: Listed[];
  hubs: SelectorRow[];
  signs: Signs | null;
  history: string[];
  sample: PostRef[];
  near_misses: { pairs: number; groups: number };
  triage: Triage; // page, as all below
  labels: string[];
  notes: Note[];
  pictures: (PictureRow & { posts: number; posts_in_case: number })[];
  pictures_listed: number;
  pictures_restricted: number;
}

export interface Post {
  post: PostRef;
  language: string;
  template: string; // T- or ""
  fields: Record<string, string>;
  selectors: {
    id: string; // page
    kind: string;
    service: string;
    value: string;
    field: string;
    begin: number;
    end: number;
  }[];
  origins: Origin[];
  latin?: Record<string, string>; // transliterated fields, where asked for
  sightings: {
    file: string;
    sha256: string;
    begin: number;
    end: number;
    line: number;
    imported_at: string;
    version: number;
  }[];
  neighbors: { post: PostRef; bits: number; posterior: number; why: string }[];
  neighbors_total: number;
  signs: Signs | null;
  labels: string[];
  notes: Note[];
  pictures: PictureRow[]; // page
  pictures_listed: number;
  pictures_restricted: number;
}

// Where the value of a field comes from, and where the post's texts say the same.
export interface Origin {
  field: string;
  from: 'column' | 'key' | 'message' | 'page' | 'given' | 'text';
  columns: string[];
  places: Place[];
}
export interface Place {
  field: string;
  begin: number; // UTF-8 bytes
  end: number;
}

export interface Note {
  act: number;
  time: string;
  actor: string;
  text: string;
}

interface Around {
  posts: number;
  first: string;
  last: string;
  route: Stop[];
  sources: Tally[];
  names: Tally[];
  prices: Tally[];
  languages: Tally[];
  networks: Tally[];
  sample: PostRef[];
}

export interface Selector {
  selector: SelectorRow;
  spellings: Tally[];
  hub_note: string;
  pictures: PictureRow[]; // of the kind image: those that show the same, most posts first
  hub_said: Said[]; // the same
  listed: Listed[];
  direct: Around;
  shared: SelectorRow[];
  indirect: Around;
  hubs: SelectorRow[];
  labels: string[];
  notes: Note[];
}

export interface Template {
  id: string;
  text: string; // slots as {1}, {2} …
  posts: number;
  read: number; // those whose slots are counted
  first: string;
  last: string;
  slots: { kind: string; filled: number; distinct: number; values: Tally[] }[];
  networks: Tally[];
  fills: { post: PostRef; fills: string[]; places: (Place & { slot: number })[] }[]; // a sample, or those that have what is asked
  near_misses: { pairs: number; groups: number };
  labels: string[];
  notes: Note[];
}

// ---- links, evidence --------------------------------------------------------------------------

export interface Links extends Paged {
  links: LinkRow[];
}
export interface Posts extends Paged {
  posts: PostRef[];
}

// A sentence of the program as data: which one (said.NAME in the texts), and what stands in it.
export interface Said {
  name: string;
  values: Record<string, string>;
}
export interface EvidenceItem {
  kind: string;
  what: string;
  df: number;
  of: number;
  bits: number;
  bits_uncapped: number;
  note: string;
  said: Said[]; // the note
  quotes: Quote[];
}

// Two short records, column by column.
export interface FieldLedger {
  columns: { name: string; a: string; b: string; level: string; shared_by: number; bits: number }[];
  prior_bits: number;
  sum_bits: number;
  one_family: boolean;
}

export interface Explanation {
  a: PostRef;
  b: PostRef;
  items: EvidenceItem[];
  against: { kind: string; what: string; weighed: boolean; said: Said[] }[];
  evidence_bits: number;
  prior_bits: number;
  sum_bits: number;
  posterior: number;
  threshold: number;
  linked: boolean;
  refused: boolean;
  verdict_note: string;
  verdict_said: Said[];
  fields?: FieldLedger; // of short records
  path: { to: PostRef; bits: number; posterior: number; why: string }[];
  notes: string[];
  notes_said: Said[]; // one for each
  breaks: { without: string; sum_bits: number; posterior: number; linked: boolean }[]; // page: each item taken away
  decision: Act | null; // page: what a person decided on this pair
}

export interface NearMiss {
  side_a: { id: string; posts: number };
  side_b: { id: string; posts: number };
  pairs: number;
  reason: string;
  why: string;
  why_said: Said[];
  a: PostRef;
  b: PostRef;
  share: number | null;
  wording_bits: number;
  evidence: string;
  evidence_bits: number;
  posterior: number;
  quotes: Quote[];
}
export interface NearMisses {
  groups: number;
  pairs: number;
  decided: number;
  near_misses: NearMiss[];
  next: string | null; // page
}

// ---- search -----------------------------------------------------------------------------------

// How one part of a query was understood; the page words it in the reader's language.
export interface Term {
  type: 'selector' | 'word' | 'phrase' | 'prefix' | 'pattern' | 'field' | 'or' | 'sha256';
  field: string; // of a field; kind of a selector
  value: string; // canonical: "+33612345678"
  negated: boolean;
  id: string; // S- where the case has it
}
export interface Found extends Paged {
  query: string;
  understood: string;
  terms: Term[]; // page
  notes: Said[]; // page: what the answer rests on that may not be as the reader thinks
  posts: (PostRef & { snippet: string; of_picture: boolean; language: string })[]; // page: snippet around the first hit; of_picture: it was read from one
  facets: Facets; // page: country language source city year month network label level indicator price
}
export interface BatchRow {
  typed: string;
  kind: string;
  value: string;
  id: string; // S- or "" if the case does not have it
  posts: number;
  networks: string[];
}
// A selector of the case that a list of another agency names.
export interface Listed {
  id: string; // S-
  kind: string;
  list: string;
  role: string; // block, review, allow
  text: string; // what the list says of it
}
// Of a document of another system that was looked up: what is not among the rows.
export interface BatchDocument {
  format: string; // stix, ftm, misp
  selectors: number;
  set_aside: number;
  withdrawn: number; // by their source
  hashes: number;
}
export interface SavedSearch {
  id: number;
  name: string;
  q: string;
  watch: boolean;
  hits: number;
  fresh: number; // since last looked at
  trouble?: string; // why it cannot be answered any more
}

// ---- graph, time, map ---------------------------------------------------------------------------

export interface GraphNode {
  id: string;
  kind: string; // post template phone email url handle wallet iban image, or another network
  label: string;
  posts: number;
  x: number; // CSS pixels at zoom 1 around (0, 0), neighbours about 40 apart
  y: number;
  hub: boolean; // set aside: links nobody
  network: string;
  place: string; // "City, CC" of a post
  hidden: Record<string, number>; // that are not shown: posts of here, other networks
}
export interface Graph {
  nodes: GraphNode[];
  edges: { a: number; b: number; kind: string; bits: number }[]; // a, b: places in nodes
  omitted: Record<string, number>; // nodes left out by the cap, by kind
}

export interface Timeline {
  from: string;
  to: string;
  strips: { id: string; label: string; posts: number }[]; // one for each wording, then "" for the rest
  // by: "post" where posts state the coordinates, "name" where the town's name has them
  places: { city: string; country: string; lat: number | null; lon: number | null; by: string }[];
  events: { post: string; at: string; strip: number; place: number }[]; // place -1: not stated
  omitted: number;
}

// ---- import -----------------------------------------------------------------------------------

export interface Upload {
  file: string; // handle for the calls below
  name: string;
  bytes: number;
  sha256: string;
}
// `import --dry-run --json`, and (page) the guess in parts.
export interface Preview {
  name: string;
  notes: string[];
  records: Record<string, string>[];
  format: string;
  delimiter: string;
  header: boolean; // of a table: its first line names the columns
  encoding: string;
  dates: string; // the order of their parts: dmy, mdy, ymd
  dated: number; // of the first rows; and of these those whose date cannot be read
  undated: number;
  first_dates: { stated: string; read: string }[]; // read "" = not read
  languages: Tally[];
  columns: { name: string; field: string; samples: string[] }[]; // field "" = not read
  rows: number;
  quarantined: number;
  wrong: { line: number; reason: string }[]; // the first of those
  pictures: { named: number; found: number; web: number; missing: string[] }; // of the first rows; why the first are missing
}
export interface ImportAsked {
  files: string[]; // handles
  pictures: string[]; // handles of archives and pictures that records name
  image_text: boolean;
  map: Record<string, string> | null;
  source: string;
  purpose?: string; // of the case; left out or empty: as it was stated before
  legal_basis?: string;
}
// `log --json`, newest first.
export interface LogEntry {
  seq: number;
  time: string;
  actor: string;
  action: string; // reveal show search explain report export ...
  detail: { what?: string; reason?: string; [more: string]: unknown };
}
export interface Log {
  total: number;
  entries: LogEntry[];
  next: string | null;
}
export interface QuarantineRow {
  import: number;
  file: string;
  line: number;
  reason: string;
  begin: number;
  end: number;
}
export interface Quarantine {
  total: number;
  rows: QuarantineRow[];
  reasons: Record<string, number>;
  next: string | null;
}
export interface Mapping {
  name: string;
  map: Record<string, string>; // field -> columns joined by +
  source: string;
}

// ---- decisions ----------------------------------------------------------------------------------

export type DecisionKind = 'same' | 'different' | 'hub' | 'not_hub' | 'split' | 'label' | 'unlabel' | 'note' | 'triage';
export interface Decision {
  kind: DecisionKind;
  a: string; // same, different: P- or N-; hub: S-; split: N-; the rest: any ID
  b?: string;
  posts?: string[]; // split: the posts that go their own way
  value?: string; // label, note (Markdown), triage state
  reason: string;
  known_state: string; // CaseStatus.state that the person saw
  anyway?: boolean; // take it although it conflicts
}
export interface Conflict {
  kind: 'contradicts' | 'triangle' | 'changed';
  act: Act; // the earlier decision
  third: string; // triangle: A is not B, C matches both
}
export interface Decided {
  act?: number;
  request?: number; // instead of `act`: it waits for a second person
  kind: string;
  subject: string;
  reason: string;
}

// ---- the calls ----------------------------------------------------------------------------------

export class ApiError extends Error {
  constructor(
    readonly status: number, // 0: the server does not answer
    message: string,
    readonly what_to_do: string,
    readonly conflicts: Conflict[] = [],
  ) {
    super(message);
  }
}

type Query = Record<string, string | number | undefined | null>;

export function query_string(query: Query): string {
  const parts: string[] = [];
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '')
      parts.push(`${key}=${encodeURIComponent(String(value))}`);
  return parts.length ? '?' + parts.join('&') : '';
}

async function ask<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  let reply: Response;
  try {
    reply = await fetch('/api' + path, {
      method,
      signal,
      credentials: 'same-origin',
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, 'unreachable', '');
  }
  return answer<T>(reply, await reply.text());
}

function answer<T>({ status, statusText }: { status: number; statusText: string }, text: string): T {
  let json: any = null;
  try {
    json = text ? JSON.parse(text) : null;
  } catch {
    throw new ApiError(status, text.slice(0, 200), '');
  }
  if (status < 200 || status > 299)
    throw new ApiError(status, json?.error ?? json?.message ?? statusText, json?.what_to_do ?? '', json?.conflicts ?? []);
  return json as T;
}

// The bytes of a file that is made when it is asked for.
async function fetch_file(address: string): Promise<Blob> {
  const reply = await fetch(address, { credentials: 'same-origin' }).catch(() => {
    throw new ApiError(0, 'unreachable', '');
  });
  return reply.ok ? reply.blob() : answer<never>(reply, await reply.text());
}

// fetch() does not say how much has been sent.
const send = (file: File, sent: (bytes: number) => void = () => {}, signal: AbortSignal = new AbortController().signal) =>
  new Promise<Upload>((done, fail) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/files' + query_string({ name: file.name }));
    request.upload.onprogress = ({ loaded }) => sent(loaded);
    request.onload = () => {
      try {
        done(answer<Upload>(request, request.responseText));
      } catch (error) {
        fail(error);
      }
    };
    request.onerror = () => fail(new ApiError(0, 'unreachable', ''));
    request.onabort = () => fail(signal.reason);
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });

const get = <T>(path: string, query: Query = {}, signal?: AbortSignal) =>
  ask<T>('GET', path + query_string(query), undefined, signal);
const post = <T>(path: string, body: unknown = {}) => ask<T>('POST', path, body);
const id_path = (id: string) => encodeURIComponent(id);

export const api = {
  case: (signal?: AbortSignal) => get<CaseStatus>('/case', {}, signal),

  // Facet values are comma lists; a value after "-" is excluded: country=FR,-GB.
  networks: (query: Query, signal?: AbortSignal) => get<Networks>('/networks', query, signal),
  indicators: (signal?: AbortSignal) => get<IndicatorTable>('/indicators', {}, signal),
  network: (id: string, signal?: AbortSignal) => get<Network>(`/show/${id_path(id)}`, {}, signal),
  network_posts: (id: string, query: Query, signal?: AbortSignal) =>
    get<Posts>(`/networks/${id_path(id)}/posts`, query, signal),
  network_links: (id: string, query: Query, signal?: AbortSignal) =>
    get<Links>(`/networks/${id_path(id)}/links`, query, signal),
  post: (id: string, signal?: AbortSignal, latin = false) => get<Post>(`/show/${id_path(id)}`, { latin: latin ? 'yes' : '' }, signal),
  selector: (id: string, signal?: AbortSignal) => get<Selector>(`/show/${id_path(id)}`, {}, signal),
  template: (id: string, signal?: AbortSignal, asked: Query = {}) => get<Template>(`/show/${id_path(id)}`, asked, signal),

  explain: (a: string, b: string, signal?: AbortSignal) => get<Explanation>('/explain', { a, b }, signal),
  near_misses: (query: Query, signal?: AbortSignal) => get<NearMisses>('/near-misses', query, signal),

  search: (query: Query, signal?: AbortSignal) => get<Found>('/search', query, signal),
  search_batch: (values: string[]) => post<{ rows: BatchRow[] }>('/search/batch', { values }),
  search_document: (document: string) =>
    post<{ rows: BatchRow[]; document: BatchDocument }>('/search/batch', { document }),
  saved: () => get<{ searches: SavedSearch[] }>('/searches'),
  save_search: (name: string, q: string, watch: boolean) => post<SavedSearch>('/searches', { name, q, watch }),
  see_search: (id: number) => post<null>(`/searches/${id}/seen`),
  forget_search: (id: number) => ask<null>('DELETE', `/searches/${id}`),

  graph: (id: string, query: Query, signal?: AbortSignal) => get<Graph>(`/graph/${id_path(id)}`, query, signal),
  timeline: (id: string, signal?: AbortSignal) => get<Timeline>(`/timeline/${id_path(id)}`, {}, signal),

  thumbnail: (id: string) => `/api/pictures/${id_path(id)}/thumbnail`,
  reveal: (id: string, reason: string) =>
    post<{ url: string }>(`/pictures/${id_path(id)}/reveal`, { reason }),

  decide: (decision: Decision) => post<Decided>('/decisions', decision),
  undo: (act?: number) => post<Act>('/undo', act === undefined ? {} : { act }),
  redo: (act?: number) => post<Act>('/redo', act === undefined ? {} : { act }),
  history: (query: Query, signal?: AbortSignal) => get<Paged & { acts: Act[] }>('/history', query, signal),

  upload: send,
  preview: (asked: ImportAsked) => post<{ files: Preview[] }>('/imports/preview', asked),
  import_files: (asked: ImportAsked) => post<{ job: number }>('/imports', asked),
  undo_import: (act: number) => post<Act>(`/imports/${act}/undo`),
  quarantine: (query: Query, signal?: AbortSignal) => get<Quarantine>('/quarantine', query, signal),
  log: (query: Query, signal?: AbortSignal) => get<Log>('/log', query, signal),
  quarantine_file: (act: number) => `/api/quarantine.csv?import=${act}`,
  mappings: () => get<{ mappings: Mapping[] }>('/mappings'),
  save_mapping: (mapping: Mapping) => post<Mapping>('/mappings', mapping),

  // Absent choices are as kept with the case.
  link: (choices: { country?: string; evidence?: string; force?: boolean } = {}) => post<{ job: number }>('/link', choices),
  verify: () => post<{ job: number }>('/verify'),
  replay: () => post<{ job: number }>('/replay'),
  rank: () => post<{ job: number }>('/rank'),
  fairness: () => post<{ job: number }>('/fairness'),
  cases: (signal?: AbortSignal) => get<OtherCases>('/cases', {}, signal),
  across: (cases: string[], hubs: boolean) => post<Started>('/across', { cases, hubs }),
  copy: (name: string, reason: string) => post<Started>('/copy', { name, reason }),
  merge: (cases: string[], reason: string) => post<Started>('/merge', { cases, reason }),
  try_text: (text: string) => post<Tried>('/indicators/try', { text }),
  look_up_picture: (file: string) => post<KnownPicture>('/match', { file }),
  lists: (signal?: AbortSignal) => get<{ folder: string; lists: KnownList[]; can_import: boolean }>('/lists', {}, signal),
  list_found: (name: string, signal?: AbortSignal) => get<ListFound>(`/lists/${id_path(name)}/found`, {}, signal),
  import_list: (what: { file: string; list: string; role: string; restricted: boolean; replace: boolean }) => post<{ job: number }>('/lists', what),
  set_four_eyes: (acts: FourEyesAct[], reason: string) => post<{ acts: FourEyesAct[]; request: number }>('/four-eyes', { acts, reason }),
  state_purpose: (purpose: string, legal_basis: string) => post<unknown>('/purpose', { purpose, legal_basis }),
  // No import, 0: of the case.
  set_clock: (days: number, act: number) => post<unknown>('/retention', { days, import: act }),
  set_hold: (on: boolean, act: number, reason: string) => post<unknown>('/hold', { on, import: act, reason }),
  purge: (what: { imports?: number[]; posts?: string[]; reason: string; yes: boolean }) => post<{ job: number }>('/purge', what),
  stop_job: () => post<null>('/jobs/stop'),
  requests: (query: Query, signal?: AbortSignal) => get<Paged & { requests: Asking[] }>('/requests', query, signal),
  answer: (request: number, answer: 'confirm' | 'refuse', reason: string) => post<{ act: number }>(`/requests/${request}/${answer}`, { reason }),
  // May what is at that address be fetched? With a reason: asks a second person.
  may_fetch: (address: string, reason = '') => post<{ granted: boolean; request: number }>(address.replace(/^\/api/, ''), { reason }),
  unmask: (id: string, reason: string) => post<{ value: string }>(`/selectors/${id_path(id)}/unmask`, { reason }),
  unmask_all: (reason: string) => post<{ granted: boolean; request: number }>('/unmask', { reason }),
  fetch_file,
  export_file: (query: Query) => '/api/export' + query_string(query),
  pack: (id: string, query: Query) => `/api/pack/${id_path(id)}` + query_string(query),
  report: (id: string, query: Query) => `/api/report/${id_path(id)}` + query_string(query),
};
