;; Dot products of a query with many rows, sixteen values at a time (WebAssembly SIMD).
;; Rows are int8, the query int16, both padded with zeros to a multiple of sixteen values; sums are exact in int32
;; as long as 127 × 32,767 × values stays below 2^31, that is up to 516 values. Each sum is then multiplied by the scale of its
;; row and the unit of the query, in float64, and rounded once.
(module
  (memory (export "memory") 1)
  (func (export "scan")
    (param $row i32)      ;; address of the first row
    (param $rows i32)     ;; number of rows
    (param $width i32)    ;; values of a row, a multiple of sixteen
    (param $query i32)    ;; address of the query
    (param $scales i32)   ;; address of the scales, one float32 a row
    (param $unit f64)     ;; what 1 in the query stands for
    (param $out i32)      ;; address of the products, one float32 a row
    (local $end i32) (local $at i32) (local $values v128) (local $low v128) (local $high v128)
    (block $done
      (loop $next_row
        (br_if $done (i32.eqz (local.get $rows)))
        (local.set $end (i32.add (local.get $row) (local.get $width)))
        (local.set $at (local.get $query))
        (local.set $low (v128.const i32x4 0 0 0 0))
        (local.set $high (v128.const i32x4 0 0 0 0))
        (loop $next_values
          (local.set $values (v128.load (local.get $row)))
          (local.set $low (i32x4.add (local.get $low)
            (i32x4.dot_i16x8_s (i16x8.extend_low_i8x16_s (local.get $values)) (v128.load (local.get $at)))))
          (local.set $high (i32x4.add (local.get $high)
            (i32x4.dot_i16x8_s (i16x8.extend_high_i8x16_s (local.get $values)) (v128.load offset=16 (local.get $at)))))
          (local.set $at (i32.add (local.get $at) (i32.const 32)))
          (local.set $row (i32.add (local.get $row) (i32.const 16)))
          (br_if $next_values (i32.lt_u (local.get $row) (local.get $end))))
        (local.set $low (i32x4.add (local.get $low) (local.get $high)))
        (f32.store (local.get $out)
          (f32.demote_f64
            (f64.mul
              (f64.mul
                (f64.convert_i32_s
                  (i32.add
                    (i32.add (i32x4.extract_lane 0 (local.get $low)) (i32x4.extract_lane 1 (local.get $low)))
                    (i32.add (i32x4.extract_lane 2 (local.get $low)) (i32x4.extract_lane 3 (local.get $low)))))
                (f64.promote_f32 (f32.load (local.get $scales))))
              (local.get $unit))))
        (local.set $scales (i32.add (local.get $scales) (i32.const 4)))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
        (br $next_row)))))
