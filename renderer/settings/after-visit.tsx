import { AfterVisit as Choice } from '../../shared/model/settings.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { Chip } from '../ui/chip.tsx'
import { ChipGroup } from '../ui/chip-group.tsx'
import styles from './settings-screen.module.css'

/** What becomes of the person when a visit is over; when the access ends is the passages' matter, and where it never does, the person stays as well. */
export function AfterVisit() {
  const { t } = useText()
  const say = useFailure()
  const chosen = useFrom('policies', s => s.policies?.afterVisit)
  const ends = useFrom('policies', s => s.policies?.accessEnds)
  const change = useFrom('policies', s => s.change)
  const failure = useFrom('policies', s => s.failure)
  return (
    <section className={styles.policies} aria-label={t('settings.policies')}>
      <ChipGroup
        label={t('settings.after visit')}
        note={t(ends === 'never' ? 'settings.after visit never' : 'settings.after visit note')}
        error={failure && <span role="alert">{say(failure)}</span>}
      >
        {Choice.options.map(afterVisit => (
          <Chip
            key={afterVisit}
            chosen={chosen === afterVisit}
            onClick={() => void change({ afterVisit })}
            data-testid={`after-visit-${afterVisit}`}
          >
            {t(`settings.after visit ${afterVisit}`)}
          </Chip>
        ))}
      </ChipGroup>
    </section>
  )
}
