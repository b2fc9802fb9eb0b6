// The case as it stands: what came in, what was set aside, what the weights are, and from where.
import { api, type CaseStatus, type ImportAct } from '../api.ts';
import { bytes, minute, number, percent, t, type Key } from '../app/i18n.ts';
import { href } from '../app/router.ts';
import { offers, refresh_case, say, say_error, useShared } from '../app/store.ts';
import { ActColumn, Button, Empty, PageHead, Section } from '../parts/basics.tsx';
import { Facts } from '../parts/figures.tsx';
import { Icon } from '../parts/icon.tsx';
import { Ident, printable, Value } from '../parts/ident.tsx';
import { FairSection } from './case_fair.tsx';
import { LogSection } from './case_log.tsx';
import { ListsSection } from './case_lists.tsx';
import { OthersSection } from './case_others.tsx';
import { SignsSection } from './case_signs.tsx';
import { KeepButton, Terms } from './case_terms.tsx';
import { Documents, LearnSection, LinkSection, VerifySection } from './case_work.tsx';

function undo_import(act: number) {
  api.undo_import(act).then(
    () => (say(t('import.taken_back', { n: act })), void refresh_case()),
    say_error,
  );
}

function ImportRow({ of }: { of: ImportAct }) {
  return (
    <tr class={of.active ? '' : 'undone'}>
      <td class="number">
        <Ident>{`#${of.id}`}</Ident>
      </td>
      <td>
        {minute(of.time)}
        <br />
        <span class="muted">
          <bdi>{of.actor}</bdi>
        </span>
      </td>
      <td>
        {of.files.map((file) => (
          <div key={file.sha256 + file.name} class="file-line">
            <bdi>{printable(file.name.split('/').at(-1) ?? file.name)}</bdi> <span class="muted">{bytes(file.bytes)}</span>
            <code class="hash" dir="ltr">
              {file.sha256}
            </code>
          </div>
        ))}
      </td>
      <td class="number">{number(of.records)}</td>
      <td class="number">{of.quarantined ? <a href={href(['quarantine'], { import: of.id })}>{number(of.quarantined)}</a> : number(0)}</td>
      <td class="acts">
        {of.active ? (
          <Button small icon="undo" onClick={() => undo_import(of.id)}>
            {t('import.take_back')}
          </Button>
        ) : (
          <span class="muted">{t(of.purged ? 'case.purged' : 'history.undone')}</span>
        )}
        {!of.purged && <KeepButton import={of.id} />}
      </td>
    </tr>
  );
}

const kClasses = ['phone', 'email', 'money', 'messenger', 'account', 'wording', 'image', 'url'];

function Weights({ of }: { of: CaseStatus['weights'] }) {
  if (!of.length) return null;
  return (
    <Section title={t('case.weights')} note={t('case.weights_note')}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t('case.class')}</th>
            <th scope="col" class="number">
              {t('case.proves')}
            </th>
            <th scope="col" class="number">
              {t('case.ceiling')}
            </th>
            <th scope="col" class="number">
              {t('case.pairs')}
            </th>
            <th scope="col" class="number">
              {t('case.m')}
            </th>
            <th scope="col" class="number">
              {t('case.u')}
            </th>
            <th scope="col">{t('case.from')}</th>
          </tr>
        </thead>
        <tbody>
          {of.map((weight) => (
            <tr key={weight.class}>
              <td>{kClasses.includes(weight.class) ? t(`class.${weight.class}` as Key) : weight.class}</td>
              <td class="number">{percent(weight.posterior)}</td>
              <td class="number">{percent(weight.ceiling)}</td>
              <td class="number">{number(weight.pairs)}</td>
              <td class="number">{weight.estimated ? percent(weight.m) : '–'}</td>
              <td class="number">{weight.estimated ? t('case.one_in', { n: Math.round(1 / Math.max(weight.u, 1e-9)) }) : '–'}</td>
              <td>{t(weight.estimated ? 'case.estimated' : 'case.default')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

export function Case() {
  const { status } = useShared();
  if (!status) return null;
  return (
    <div class="screen">
      <PageHead
        over={<bdi dir="ltr">{status.case}</bdi>}
        title={t('nav.case')}
        actions={
          <a class="button main" href={href(['import'])}>
            <Icon name="plus" />
            <span>{t('import.title')}</span>
          </a>
        }
      >
        <p class="lede">
          <span>{t('unit.posts', { n: status.posts })}</span>
          <span>{t('case.networks', { n: status.networks })}</span>
          <span>{t(status.fresh ? 'case.fresh' : 'case.stale')}</span>
        </p>
        <Terms of={status} />
        {!status.fresh && status.stale && (
          <p class="note" dir="auto">
            {status.stale}
          </p>
        )}
      </PageHead>
      <Section title={t('case.imports')} note={t('case.imports_note')}>
        {status.imports.length === 0 ? (
          <Empty title={t('leads.no_case')}>
            <p>{t('leads.no_case_help')}</p>
          </Empty>
        ) : (
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t('history.act')}</th>
                <th scope="col">{t('history.time')}</th>
                <th scope="col">{t('case.files')}</th>
                <th scope="col" class="number">
                  {t('case.records')}
                </th>
                <th scope="col" class="number">
                  {t('quarantine.title')}
                </th>
                <ActColumn />
              </tr>
            </thead>
            <tbody>
              {[...status.imports].reverse().map((one) => (
                <ImportRow key={one.id} of={one} />
              ))}
            </tbody>
          </table>
        )}
      </Section>
      {status.posts > 0 && (
        <>
          <LinkSection />
          <LearnSection />
          <FairSection />
          <Documents />
        </>
      )}
      {status.imports.length > 0 && <OthersSection />}
      <ListsSection />
      {status.posts > 0 && <SignsSection />}
      <Weights of={status.weights} />
      {offers('log') && status.imports.length > 0 && <LogSection />}
      <Section title={t('case.trace')} note={t('case.trace_note')}>
        <Facts
          rows={[
            [t('case.state'), <Ident>{status.state}</Ident>],
            [t('case.log'), number(status.log_entries)],
            [t('case.decisions'), number(status.decisions)],
            [t('case.you'), status.role ? <a href="/account"><bdi>{status.actor}</bdi> ({status.role})</a> : <Value>{status.actor}</Value>],
            [t('case.version'), <Ident>{status.version}</Ident>],
          ]}
        />
        {status.imports.length > 0 && <VerifySection />}
      </Section>
    </div>
  );
}
