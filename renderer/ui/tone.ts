/** Two falling notes, a third of a second in all: told apart from every beep of an office, and shorter than a word. */
const NOTES = [
  { hertz: 659, from: 0, until: 0.14 },
  { hertz: 440, from: 0.15, until: 0.34 },
]
const LOUDNESS = 0.22

let context: AudioContext | null = null

/** Whether a tone would be heard: a browser waits for the first click or key. */
export const canSound = (): boolean => context?.state === 'running' || (navigator.userActivation?.hasBeenActive ?? true)

/** Plays the tone of a denial; resolves when it has begun, or could not. Made of two oscillators: no file, no network. */
export async function playDenied(): Promise<void> {
  context ??= new AudioContext()
  const audio = context
  if (audio.state === 'suspended') await Promise.race([audio.resume(), new Promise(resolve => setTimeout(resolve, 200))])
  if (audio.state !== 'running') return
  for (const { hertz, from, until } of NOTES) {
    const note = audio.createOscillator()
    const volume = audio.createGain()
    const [start, end] = [audio.currentTime + from, audio.currentTime + until]
    note.frequency.value = hertz
    // Faded in and out: a square edge clicks.
    volume.gain.setValueAtTime(0, start)
    volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.015)
    volume.gain.setValueAtTime(LOUDNESS, end - 0.04)
    volume.gain.linearRampToValueAtTime(0, end)
    note.connect(volume).connect(audio.destination)
    note.start(start)
    note.stop(end)
  }
}
