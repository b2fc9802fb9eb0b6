// Which screen stands for which address.
import type { Place } from '../app/router.ts';
import { href } from '../app/router.ts';
import { t } from '../app/i18n.ts';
import { offers } from '../app/store.ts';
import { Empty } from '../parts/basics.tsx';
import { Case } from './case.tsx';
import { History } from './history.tsx';
import { Import } from './import.tsx';
import { Leads } from './leads.tsx';
import { NetworkScreen } from './network/index.tsx';
import { PostScreen } from './post.tsx';
import { QuarantineScreen } from './quarantine.tsx';
import { Report } from './report.tsx';
import { Requests } from './requests.tsx';
import { Review } from './review.tsx';
import { Search } from './search.tsx';
import { SelectorScreen } from './selector.tsx';
import { SettingsScreen } from './settings.tsx';
import { Why } from './why.tsx';
import { WordingScreen } from './wording.tsx';

export function Screen({ place }: { place: Place }) {
  const [screen = 'leads', id = '', part = ''] = place.path;
  const { query } = place;
  switch (screen) {
    case 'leads':
      return <Leads query={query} />;
    case 'search':
      return <Search query={query} />;
    case 'networks':
      if (part === 'report' && offers('report')) return <Report id={id} query={query} />;
      return <NetworkScreen id={id} part={part || 'facts'} query={query} />;
    case 'posts':
      return <PostScreen id={id} query={query} />;
    case 'selectors':
      return <SelectorScreen id={id} />;
    case 'wordings':
      return <WordingScreen id={id} query={query} />;
    case 'why':
      return <Why query={query} />;
    case 'review':
      return <Review query={query} />;
    case 'case':
      return <Case />;
    case 'import':
      return <Import />;
    case 'quarantine':
      return <QuarantineScreen query={query} />;
    case 'history':
      return <History query={query} />;
    case 'requests':
      return <Requests />;
    case 'settings':
      return <SettingsScreen />;
  }
  return (
    <Empty whole title={t('error.no_screen')}>
      <a href={href(['leads'])}>{t('nav.leads')}</a>
    </Empty>
  );
}
