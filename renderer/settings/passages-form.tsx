import type { ReactNode } from 'react'
import { AccessEnds } from '../../shared/model/settings.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { Chip } from '../ui/chip.tsx'
import { ChipGroup } from '../ui/chip-group.tsx'
import styles from './connection-form.module.css'
import { FeedForm } from './feed-form.tsx'
import { Notices } from './notices.tsx'
import own from './passages-form.module.css'
import { TestLabel } from './test-label.tsx'

/** What passages do, how they are told and how they are read: when access ends, the tone, the desktop's notices, the badge, the feed. Each change is there at once. */
export function PassagesForm({ tabs }: { tabs: ReactNode }) {
  const { t } = useText()
  return (
    <section className={styles.form} aria-label={t('outside.tab passages')}>
      <header className={styles.head}>{tabs}</header>
      <div className={own.groups}>
        <Ends />
        <Sound />
        <Notices />
        <TestLabel />
        <FeedForm />
      </div>
    </section>
  )
}

function Ends() {
  const { t } = useText()
  const say = useFailure()
  const ends = useFrom('policies', s => s.policies?.accessEnds)
  const change = useFrom('policies', s => s.change)
  const failure = useFrom('policies', s => s.failure)
  return (
    <div>
      <ChipGroup label={t('settings.access ends')} error={failure && <span role="alert">{say(failure)}</span>}>
        {AccessEnds.options.map(accessEnds => (
          <Chip
            key={accessEnds}
            chosen={ends === accessEnds}
            onClick={() => void change({ accessEnds })}
            data-testid={`access-ends-${accessEnds}`}
          >
            {t(`settings.access ends ${accessEnds}`)}
          </Chip>
        ))}
      </ChipGroup>
      <p className={own.note}>{t('settings.access ends note')}</p>
    </div>
  )
}

function Sound() {
  const { t } = useText()
  const sound = useFrom('session', s => s.preferences?.sound)
  const prefer = useFrom('session', s => s.prefer)
  return (
    <div>
      <ChipGroup label={t('settings.sound')}>
        {[true, false].map(on => (
          <Chip key={String(on)} chosen={sound === on} onClick={() => void prefer({ sound: on })} data-testid={`sound-${on}`}>
            {t(on ? 'settings.on' : 'settings.off')}
          </Chip>
        ))}
      </ChipGroup>
      <p className={own.note}>{t('settings.sound note')}</p>
    </div>
  )
}
