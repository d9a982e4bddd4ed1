import { useState } from 'react'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Chip } from '../ui/chip.tsx'
import { ChipGroup } from '../ui/chip-group.tsx'
import { askForNotices, noticesAllowed } from '../ui/notify.ts'
import styles from './passages-form.module.css'

/** Whether the desktop says who has come and who has left; a browser asks its own person first, and only at a click. */
export function Notices() {
  const { t } = useText()
  const wanted = useFrom('session', s => s.preferences?.notices)
  const prefer = useFrom('session', s => s.prefer)
  const [allowed, setAllowed] = useState(noticesAllowed)
  const turn = (on: boolean) => {
    void prefer({ notices: on })
    if (on && allowed !== 'granted') void askForNotices().then(setAllowed)
  }
  const isOn = wanted === true && allowed === 'granted'
  return (
    <div>
      <ChipGroup label={t('settings.notices')}>
        {[true, false].map(on => (
          <Chip key={String(on)} chosen={isOn === on} onClick={() => turn(on)} data-testid={`notices-${on}`}>
            {t(on ? 'settings.on' : 'settings.off')}
          </Chip>
        ))}
      </ChipGroup>
      <p className={styles.note}>{t(allowed === 'denied' ? 'settings.notices denied' : 'settings.notices note')}</p>
    </div>
  )
}
