import { Enrol } from '../../shared/model/settings.ts'
import { useText } from '../text/use-text.ts'
import { Chip } from '../ui/chip.tsx'
import { ChipGroup } from '../ui/chip-group.tsx'

/** How guests are kept on the site, with what the choice means beside its label. */
export function EnrolChoice({ chosen, onChoose }: { chosen: Enrol; onChoose: (enrol: Enrol) => void }) {
  const { t } = useText()
  return (
    <ChipGroup label={t('settings.enrol')} note={<span data-testid="enrol-note">{t(`settings.enrol ${chosen} note`)}</span>}>
      {Enrol.options.map(enrol => (
        <Chip key={enrol} chosen={chosen === enrol} onClick={() => onChoose(enrol)} data-testid={`enrol-${enrol}`}>
          {t(`settings.enrol ${enrol}`)}
        </Chip>
      ))}
    </ChipGroup>
  )
}
