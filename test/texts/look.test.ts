import { it } from 'vitest';
import { fleet, start } from '../ops/running-fleet.ts';
import { unitpin } from '../support/cli.ts';
it('x', async () => {
  const { fake } = fleet();
  start(fake, 'code', 8650, { platforms: { telegram: { state: 'retrying', error_message: 'no route' } } });
  for (const a of ['status','status --verbose --profile code','audit','audit --statistics','gen --diff --profile code','gen --all','apply --dry-run','apply --yes','apply --yes --all','history','rollback','rollback --yes','stop code','start code','restart code --timeout 1','ports list','ports check','ports allocate work','show code','logs code','remove code','remove code --yes','rename','init','rules','diagnose', 'explain nope','apply --rename --yes', 'status --format html', 'audit --fix', 'audit --fix=all --diff']) {
    const r = await unitpin([...a.split(' '), '--lang', 'zh-CN'], true, fake.host);
    if (a.includes('html')) { console.log(r.stdout.replace(/<style>[\s\S]*?<\/style>|<script>[\s\S]*?<\/script>|<svg[\s\S]*?<\/svg>/g,'').replace(/<[^>]*>/g,' ').replace(/\s*\n\s*/g,' | ').slice(0,3000)); continue; }
    console.log(`### ${a} -> ${r.status}\n${r.stdout.slice(0,2500)}\n--- ${r.stderr}`);
  }
});
it('y', async () => {
  for (const a of [['fixtures/diagnose/004-mutual-sigterm','fixtures/diagnose/004-mutual-sigterm/profiles/code/logs'],['fixtures/diagnose/003-executor']]) {
    const r = await unitpin(['diagnose', ...a, '--lang', 'zh-CN']);
    console.log(r.stdout, r.stderr);
  }
});
