# mawk: mawk -F, -f with_mawk.awk -v out=OUT -v data=FILE -v counts=0|1 list_a.csv list_b.csv units.csv FILE
# Only for plain CSV: no quoted field, the columns where make.py puts them.
BEGIN { quota["so-60"] = 60; quota["so-55"] = 55; quota["xa-45"] = 45; quota["xa-40"] = 40; part = 0 }
FNR == 1 { part++; next }
part == 4 && !counts { # The common case first: a dossier.
  supplied[$2]++
  if ($3 in first) {
    listed[$2]++
    if ($4 >= first[$3] && $4 <= last[$3]) {
      total[$2]++
      if ($7 == "online") online[$2]++
    }
  }
  next
}
part == 4 {
  supplied[$1] += $4
  if ($2 in first) {
    listed[$1] += $4
    if ($3 >= first[$2] && $3 <= last[$2]) { total[$1] += $4; online[$1] += $5 }
  }
  next
}
part == 1 { first[$1] = "2023-12-15"; last[$1] = "2024-03-20"; next }
part == 2 {
  if (!($1 in first)) first[$1] = "2024-03-25"
  last[$1] = "2024-12-14"
  next
}
part == 3 && ($(NF - 1) in quota) { bound[$1] = quota[$(NF - 1)] }
END {
  print "unit_code,verdict,total,online" > (out "/verdicts.csv")
  for (unit in bound) {
    all = total[unit] + 0; have = online[unit] * 100; want = all * bound[unit]
    verdict = all == 0 ? "no_dossiers" : have > want ? "exceeded" : have == want ? "met" : "not_met"
    print unit "," verdict "," all "," online[unit] + 0 > (out "/verdicts.csv")
  }
  for (unit in supplied) {
    if (unit in bound) {
      no_list += supplied[unit] - listed[unit]; outside += listed[unit] - total[unit]; counted += total[unit]
    } else no_unit += supplied[unit]
  }
  lines = "line,dossiers\nno_unit,%d\nno_list,%d\noutside_window,%d\ncounted,%d\n"
  printf lines, no_unit, no_list, outside, counted > (out "/ledger.csv")
}
