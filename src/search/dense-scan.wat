;; Dot products of a query with many rows, four rows at a time, sixteen values of each (WebAssembly SIMD).
;; Rows are int8, the query int16, both padded with zeros to a multiple of sixteen values; sums are exact in int32
;; as long as 127 × 32,767 × values stays below 2^31, that is up to 516 values. Each sum is then multiplied by the scale of its
;; row and the unit of the query, in float64, and rounded once.
(module
  (memory (export "memory") 1)
  (func (export "scan")
    (param $row i32)      ;; address of the first row
    (param $rows i32)     ;; number of rows, a multiple of four
    (param $width i32)    ;; values of a row, a multiple of sixteen
    (param $query i32)    ;; address of the query
    (param $scales i32)   ;; address of the scales, one float32 a row
    (param $unit f64)     ;; what 1 in the query stands for
    (param $out i32)      ;; address of the products, one float32 a row
    (local $end i32) (local $at i32) (local $row1 i32) (local $row2 i32) (local $row3 i32)
    (local $low v128) (local $high v128) (local $values v128)
    (local $sum0 v128) (local $sum1 v128) (local $sum2 v128) (local $sum3 v128)
    (block $done
      (loop $next_rows
        (br_if $done (i32.eqz (local.get $rows)))
        (local.set $end (i32.add (local.get $row) (local.get $width)))
        (local.set $row1 (local.get $end))
        (local.set $row2 (i32.add (local.get $row1) (local.get $width)))
        (local.set $row3 (i32.add (local.get $row2) (local.get $width)))
        (local.set $at (local.get $query))
        (local.set $sum0 (v128.const i32x4 0 0 0 0))
        (local.set $sum1 (v128.const i32x4 0 0 0 0))
        (local.set $sum2 (v128.const i32x4 0 0 0 0))
        (local.set $sum3 (v128.const i32x4 0 0 0 0))
        (loop $next_values
          (local.set $low (v128.load (local.get $at)))
          (local.set $high (v128.load offset=16 (local.get $at)))
          (local.set $values (v128.load (local.get $row)))
          (local.set $sum0 (i32x4.add (local.get $sum0) (i32x4.add
            (i32x4.dot_i16x8_s (i16x8.extend_low_i8x16_s (local.get $values)) (local.get $low))
            (i32x4.dot_i16x8_s (i16x8.extend_high_i8x16_s (local.get $values)) (local.get $high)))))
          (local.set $values (v128.load (local.get $row1)))
          (local.set $sum1 (i32x4.add (local.get $sum1) (i32x4.add
            (i32x4.dot_i16x8_s (i16x8.extend_low_i8x16_s (local.get $values)) (local.get $low))
            (i32x4.dot_i16x8_s (i16x8.extend_high_i8x16_s (local.get $values)) (local.get $high)))))
          (local.set $values (v128.load (local.get $row2)))
          (local.set $sum2 (i32x4.add (local.get $sum2) (i32x4.add
            (i32x4.dot_i16x8_s (i16x8.extend_low_i8x16_s (local.get $values)) (local.get $low))
            (i32x4.dot_i16x8_s (i16x8.extend_high_i8x16_s (local.get $values)) (local.get $high)))))
          (local.set $values (v128.load (local.get $row3)))
          (local.set $sum3 (i32x4.add (local.get $sum3) (i32x4.add
            (i32x4.dot_i16x8_s (i16x8.extend_low_i8x16_s (local.get $values)) (local.get $low))
            (i32x4.dot_i16x8_s (i16x8.extend_high_i8x16_s (local.get $values)) (local.get $high)))))
          (local.set $at (i32.add (local.get $at) (i32.const 32)))
          (local.set $row (i32.add (local.get $row) (i32.const 16)))
          (local.set $row1 (i32.add (local.get $row1) (i32.const 16)))
          (local.set $row2 (i32.add (local.get $row2) (i32.const 16)))
          (local.set $row3 (i32.add (local.get $row3) (i32.const 16)))
          (br_if $next_values (i32.lt_u (local.get $row) (local.get $end))))
        ;; One sum a lane: halves of two rows side by side, then of all four.
        (local.set $sum0 (i32x4.add
          (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $sum0) (local.get $sum1))
          (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $sum0) (local.get $sum1))))
        (local.set $sum2 (i32x4.add
          (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $sum2) (local.get $sum3))
          (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $sum2) (local.get $sum3))))
        (local.set $sum0 (i32x4.add
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $sum0) (local.get $sum2))
          (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $sum0) (local.get $sum2))))
        (local.set $values (v128.load (local.get $scales)))
        (v128.store (local.get $out)
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
            (f32x4.demote_f64x2_zero
              (f64x2.mul
                (f64x2.mul (f64x2.convert_low_i32x4_s (local.get $sum0)) (f64x2.promote_low_f32x4 (local.get $values)))
                (f64x2.splat (local.get $unit))))
            (f32x4.demote_f64x2_zero
              (f64x2.mul
                (f64x2.mul
                  (f64x2.convert_low_i32x4_s
                    (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $sum0) (local.get $sum0)))
                  (f64x2.promote_low_f32x4
                    (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $values) (local.get $values))))
                (f64x2.splat (local.get $unit))))))
        (local.set $row (local.get $row3))
        (local.set $scales (i32.add (local.get $scales) (i32.const 16)))
        (local.set $out (i32.add (local.get $out) (i32.const 16)))
        (local.set $rows (i32.sub (local.get $rows) (i32.const 4)))
        (br $next_rows))))

  ;; The largest product of each group of rows; -1 where a group has none, or none above.
  (func (export "largest")
    (param $starts i32)   ;; address of the first row of each group, and of the end of the last: one uint32 each
    (param $groups i32)   ;; number of groups
    (param $products i32) ;; address of the products, one float32 a row
    (param $out i32)      ;; address of the largest, one float32 a group
    (local $at i32) (local $end i32) (local $four v128) (local $best f32)
    (local.set $end (i32.add (local.get $products) (i32.shl (i32.load (local.get $starts)) (i32.const 2))))
    (block $done
      (loop $next_group
        (br_if $done (i32.eqz (local.get $groups)))
        (local.set $at (local.get $end))
        (local.set $end
          (i32.add (local.get $products) (i32.shl (i32.load offset=4 (local.get $starts)) (i32.const 2))))
        (local.set $four (v128.const f32x4 -1 -1 -1 -1))
        (block $few
          (loop $next_four
            (br_if $few (i32.gt_u (i32.add (local.get $at) (i32.const 16)) (local.get $end)))
            (local.set $four (f32x4.pmax (local.get $four) (v128.load (local.get $at))))
            (local.set $at (i32.add (local.get $at) (i32.const 16)))
            (br $next_four)))
        (local.set $best
          (f32.max
            (f32.max (f32x4.extract_lane 0 (local.get $four)) (f32x4.extract_lane 1 (local.get $four)))
            (f32.max (f32x4.extract_lane 2 (local.get $four)) (f32x4.extract_lane 3 (local.get $four)))))
        (block $none
          (loop $next_one
            (br_if $none (i32.ge_u (local.get $at) (local.get $end)))
            (local.set $best (f32.max (local.get $best) (f32.load (local.get $at))))
            (local.set $at (i32.add (local.get $at) (i32.const 4)))
            (br $next_one)))
        (f32.store (local.get $out) (local.get $best))
        (local.set $starts (i32.add (local.get $starts) (i32.const 4)))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (local.set $groups (i32.sub (local.get $groups) (i32.const 1)))
        (br $next_group)))))
