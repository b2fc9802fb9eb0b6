// Small parts that every screen is made of.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { ApiError } from '../api.ts';
import { t, type Key } from '../app/i18n.ts';
import type { Loaded } from '../app/load.ts';
import { Icon } from './icon.tsx';

export function Button(props: {
  children?: ComponentChildren;
  icon?: string;
  label?: string; // for a button that shows only its icon
  tone?: 'plain' | 'main' | 'quiet' | 'bad';
  onClick: (event: MouseEvent) => void;
  disabled?: boolean;
  pressed?: boolean;
  hint?: string; // the key that does the same
  submit?: boolean;
  small?: boolean;
}) {
  const { tone = 'plain', icon, label, children } = props;
  return (
    <button
      type={props.submit ? 'submit' : 'button'}
      class={`button ${tone}${props.small ? ' small' : ''}${children ? '' : ' only-icon'}`}
      onClick={props.onClick}
      disabled={props.disabled}
      aria-pressed={props.pressed}
      aria-label={label}
      title={label}
    >
      {icon && <Icon name={icon} />}
      {children && <span>{children}</span>}
      {props.hint && <kbd aria-hidden="true">{props.hint}</kbd>}
    </button>
  );
}

// Below a list of which not all is there yet.
export function More({ of }: { of: { data: { total: number } | null; rows: unknown[]; more: () => void } }) {
  const left = (of.data?.total ?? 0) - of.rows.length;
  return left > 0 ? <Button onClick={of.more}>{t('common.more', { n: left })}</Button> : null;
}

// The head of the column in which a row has its buttons.
export const ActColumn = () => (
  <th scope="col">
    <span class="visually-hidden">{t('column.act')}</span>
  </th>
);

export function Field({ label, help, children }: { label: string; help?: string; children: (id: string) => ComponentChildren }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children(id)}
      {help && <p class="help">{help}</p>}
    </div>
  );
}

export function Choice<V extends string>(props: { label: string; value: V; options: { value: V; label: string }[]; onChange: (value: V) => void; inline?: boolean }) {
  const select = (id?: string) => (
    <select id={id} value={props.value} aria-label={props.inline ? props.label : undefined} onChange={(event) => props.onChange(event.currentTarget.value as V)}>
      {props.options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
  return props.inline ? select() : <Field label={props.label}>{select}</Field>;
}

export function Check({ label, value, onChange, help }: { label: string; value: boolean; onChange: (value: boolean) => void; help?: string }) {
  return (
    <label class="check">
      <input type="checkbox" checked={value} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>
        {label}
        {help && <small>{help}</small>}
      </span>
    </label>
  );
}

// `whole`: nothing else is on the screen.
export function Empty({ title, whole, children }: { title: string; whole?: boolean; children?: ComponentChildren }) {
  return (
    <div class="empty">
      {whole ? <h1 class="empty-title">{title}</h1> : <p class="empty-title">{title}</p>}
      {children}
    </div>
  );
}

export function Failure({ error, retry }: { error: ApiError; retry?: () => void }) {
  const texts: Record<number, Key> = { 0: 'error.unreachable', 401: 'error.no_cookie', 404: 'error.not_found' };
  const known = texts[error.status];
  return (
    <div class="failure" role="alert">
      <Icon name="warn" />
      <div>
        <p>
          <strong>{known ? t(known) : t('error.refused')}</strong>
        </p>
        {error.status !== 0 && <p dir="auto">{error.message}</p>}
        {error.what_to_do && <p dir="auto">{error.what_to_do}</p>}
        {retry && <Button onClick={retry}>{t('common.again')}</Button>}
      </div>
    </div>
  );
}

// What stands while it loads, if it failed, and then what it is for.
export function Awaited<T>({ of, children }: { of: Loaded<T>; children: (data: T) => ComponentChildren }) {
  if (of.error) return <Failure error={of.error} retry={of.reload} />;
  if (of.data === null) return <Waiting />;
  return <>{children(of.data)}</>;
}

export const Waiting = () => (
  <div class="waiting" role="status">
    <span class="dots" aria-hidden="true" />
    {t('common.loading')}
  </div>
);

export function Section(props: { title: string; aside?: ComponentChildren; children: ComponentChildren; note?: string; id?: string }) {
  const id = useId();
  return (
    <section class="section" aria-labelledby={id} id={props.id}>
      <header>
        <h2 id={id}>{props.title}</h2>
        {props.aside && <div class="aside">{props.aside}</div>}
      </header>
      {props.note && <p class="note">{props.note}</p>}
      {props.children}
    </section>
  );
}

// A section that is shut at first; what is in it is asked for when it is opened.
export function Folded({ title, children }: { title: string; children: ComponentChildren }) {
  const [open, set_open] = useState(false);
  return (
    <details class="section" onToggle={(event) => set_open(event.currentTarget.open)}>
      <summary>{title}</summary>
      {open && children}
    </details>
  );
}

export function PageHead(props: { title: ComponentChildren; over?: ComponentChildren; children?: ComponentChildren; actions?: ComponentChildren }) {
  const head = useRef<HTMLHeadingElement>(null);
  // A new screen is announced, and the keyboard starts at its top.
  useEffect(() => {
    const text = head.current?.textContent ?? '';
    document.title = text ? `${text} · Maillon` : 'Maillon';
  });
  return (
    <header class="page-head">
      <div>
        {props.over && <p class="over">{props.over}</p>}
        <h1 ref={head} tabIndex={-1}>
          {props.title}
        </h1>
        {props.children}
      </div>
      {props.actions && <div class="actions">{props.actions}</div>}
    </header>
  );
}

export function Dialog(props: { title: string; onClose: () => void; children: ComponentChildren; wide?: boolean }) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = box.current as HTMLDialogElement;
    const before = document.activeElement as HTMLElement | null;
    dialog.showModal();
    return () => {
      dialog.close();
      before?.focus?.();
    };
  }, []);
  return (
    <dialog
      ref={box}
      class={props.wide ? 'wide' : ''}
      aria-labelledby={id}
      onCancel={(event) => (event.preventDefault(), props.onClose())}
      onClick={(event) => event.target === box.current && props.onClose()}
    >
      <div class="dialog-body">
        <header>
          <h2 id={id}>{props.title}</h2>
          <Button icon="close" label={t('common.close')} tone="quiet" onClick={props.onClose} />
        </header>
        {props.children}
      </div>
    </dialog>
  );
}

export function Tabs({ label, tabs, current }: { label: string; tabs: { id: string; label: string; href: string; count?: string }[]; current: string }) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <a key={tab.id} href={tab.href} aria-current={tab.id === current ? 'page' : undefined}>
          {tab.label}
          {tab.count && <span class="count">{tab.count}</span>}
        </a>
      ))}
    </nav>
  );
}
