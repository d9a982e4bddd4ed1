import { CameraPanel } from './camera-panel.tsx'
import styles from './desk.module.css'
import { GuestForm } from './guest-form.tsx'
import { LastGuests } from './last-guests.tsx'

/** The reception desk: who comes, their face, and what became of the last ones. */
export function Desk() {
  return (
    <div className={styles.desk}>
      <div className={styles.work}>
        <GuestForm />
        <CameraPanel />
      </div>
      <LastGuests />
    </div>
  )
}
