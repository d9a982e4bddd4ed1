import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const all = (token: string): MantineColorsTuple => [token, token, token, token, token, token, token, token, token, token]

/** Mantine speaks our tokens: one accent, our radii and type, none of its lifting, pills and upper case. */
export const theme = createTheme({
  fontFamily: '"Inter Variable", Inter, system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "DejaVu Sans Mono", monospace',
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 6 },
  colors: { accent: all('var(--acc)') },
  autoContrast: false,
  defaultRadius: 6,
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '20px', xl: '24px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  shadows: { xs: 'none', sm: 'none', md: 'var(--float)', lg: 'var(--float)', xl: 'var(--float)' },
  headings: { fontWeight: '600' },
  components: {
    Badge: { defaultProps: { radius: 4, tt: 'none', variant: 'outline' } },
    Button: { defaultProps: { radius: 6 } },
    Table: { defaultProps: { striped: false, highlightOnHover: false } },
    Popover: {
      defaultProps: { radius: 8, shadow: 'md', transitionProps: { duration: 120, transition: 'fade' }, withinPortal: true },
    },
    Menu: { defaultProps: { radius: 8, shadow: 'md', transitionProps: { duration: 120, transition: 'fade' } } },
  },
})

const shared = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-color-text': 'var(--t1)',
  '--mantine-color-dimmed': 'var(--t3)',
  '--mantine-color-placeholder': 'var(--t3)',
  '--mantine-color-error': 'var(--no)',
  '--mantine-color-anchor': 'var(--acc)',
  '--mantine-color-default': 'var(--panel)',
  '--mantine-color-default-hover': 'var(--acc-soft)',
  '--mantine-color-default-color': 'var(--t1)',
  '--mantine-color-default-border': 'var(--ctl)',
  '--mantine-color-disabled': 'var(--bar)',
  '--mantine-color-disabled-color': 'var(--t3)',
  '--mantine-primary-color-filled': 'var(--acc)',
  '--mantine-primary-color-filled-hover': 'var(--acc)',
  '--mantine-primary-color-light': 'var(--acc-soft)',
  '--mantine-primary-color-light-hover': 'var(--acc-soft)',
  '--mantine-primary-color-light-color': 'var(--acc)',
  '--mantine-primary-color-contrast': 'var(--on-acc)',
  '--mantine-color-accent-filled': 'var(--acc)',
  '--mantine-color-accent-filled-hover': 'var(--acc)',
  '--mantine-color-accent-light': 'var(--acc-soft)',
  '--mantine-color-accent-light-hover': 'var(--acc-soft)',
  '--mantine-color-accent-light-color': 'var(--acc)',
}

/** Both schemes read the same tokens; `tokens.css` turns them. */
export const variables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared })
