//! What the planted rows must come to on each of six days, worked out by hand.

use crate::cell::{Sheet, escaped};

/// The days of the six letters.
const DAYS: [&str; 6] =
    ["31/01/2023", "10/06/2023", "30/06/2023", "15/11/2023", "31/12/2023", "31/01/2024"];

/// A group of cases, the block, the record, a letter for each day, and what is planted. Letters:
/// `m` met, `x` not met, `d` not due, `i` incomplete, `r` to review, `e` eligible, `j` rejected,
/// `-` not applicable, `.` not asked, or not there yet.
type Case = (u8, &'static str, &'static str, &'static str, &'static str);

const CASES: &[Case] = &[
    (
        1,
        "Giao ban quận",
        "QH01",
        "dmmmii",
        "báo cáo tháng 1 nộp 02/02: trong 5 ngày sau tháng; báo cáo nộp 28/11 không ghi tháng nào: tháng 11 chưa biết",
    ),
    (
        1,
        "Giao ban quận",
        "QH02",
        "dmmmmm",
        "giao ban quý 2 đúng ngày 30/06; báo cáo tháng 12 nộp 03/01/2024",
    ),
    (1, "Giao ban quận", "QH03", "dxxxxx", "mười hai báo cáo tháng cùng nộp ngày 31/12"),
    (
        1,
        "Giao ban quận",
        "QH04",
        "dmxxxx",
        "báo cáo tháng 5 nộp đúng 05/06; giao ban quý 2 ngày 01/07; báo cáo tháng 8 không ghi ngày nộp",
    ),
    (1, "Giao ban quận", "QH05", "dmmxxx", "không giao ban quý 3"),
    (
        1,
        "Giao ban quận",
        "QH06",
        "dmmxxx",
        "thiếu báo cáo tháng 9: tháng nào thiếu thì thiếu từ 05 tháng sau",
    ),
    (1, "Giao ban quận", "QH07", "dxxxxx", "báo cáo tháng 4 nộp 06/05: quá 5 ngày sau tháng"),
    (1, "Giao ban thành phố", "TP00", "dmmmmm", "quý nào cũng giao ban; đã dự phiên 14/03"),
    (1, "Giao ban xã", "XP0103", "mxxxx.", "không giao ban tháng 5"),
    (1, "Giao ban xã", "XP0602", "mxxxx.", "tháng 3 hai lần không bù được tháng 5"),
    (1, "Giao ban xã", "XP0204", "mmmii.", "tháng 7 chỉ có một dòng không ghi ngày"),
    (1, "Giao ban xã", "XP0205", "mmmmm.", "thêm một dòng không ghi ngày: tháng nào cũng đã có"),
    (1, "Giao ban xã", "XP0302", "mmmmm.", "giao ban tháng 1 đúng ngày 31/01"),
    (1, "Giao ban xã", "XP0303", "xxxxx.", "giao ban tháng 1 vào ngày 01/02"),
    (1, "Giao ban xã", "XP0304", "mmmmm.", "giao ban tháng 6 đúng ngày 30/06"),
    (1, "Giao ban xã", "XP0305", "mmmmx.", "giao ban tháng 12 vào 02/01/2024"),
    (1, "Quận dự phiên ở xã", "XP0105", "ddddxx", "ba lần trong năm, một lần năm 2022"),
    (1, "Quận dự phiên ở xã", "XP0106", "ddddmm", "lần thứ tư 09/12"),
    (1, "Quận dự phiên ở xã", "XP0112", "dddmmm", "lần thứ tư đúng ngày 15/11"),
    (1, "Quận dự phiên ở xã", "XP0113", "ddddmm", "lần thứ tư 16/11"),
    (1, "Quận dự phiên ở xã", "XP0706", "dddiii", "lần thứ tư không ghi có dự hay không"),
    (
        1,
        "Trực phiên giao dịch",
        "XP0201-03",
        ".xxxx.",
        "cán bộ không trực phiên tháng 3: ngày 31/01 chưa có phiên ấy",
    ),
    (1, "Trực phiên giao dịch", "XP0105-2022", "-----.", "phiên năm 2022"),
    (1, "Trực phiên giao dịch", "XP0101-2401", "......", "phiên năm 2024"),
    (1, "Trực phiên giao dịch", "XP0206-00", "iiiii.", "phiên không ghi ngày"),
    (
        1,
        "Trực phiên giao dịch",
        "XP0208-06",
        "..iii.",
        "không ghi cán bộ có trực hay không; phiên 11/06",
    ),
    (1, "Báo cáo định kỳ của quận", "QH01", "dddmmm", "nộp 09/06 và 08/11"),
    (1, "Báo cáo định kỳ của quận", "QH02", "dxxxxx", "nộp 10/06, hạn 09/06"),
    (
        1,
        "Báo cáo định kỳ của quận",
        "QH05",
        "dddxxx",
        "báo cáo năm 2022 nộp 05/01/2023 không thay báo cáo năm 2023",
    ),
    (
        1,
        "Báo cáo định kỳ của quận",
        "QH07",
        "diixxx",
        "báo cáo 6 tháng không ghi ngày nộp; báo cáo năm nộp 12/11",
    ),
    (1, "Báo cáo đủ nội dung", "QH05-NAM22", "-----.", "báo cáo của năm 2022"),
    (1, "Báo cáo đủ nội dung", "QH07-6T", "iiiii.", "không ghi ngày nộp"),
    (1, "Báo cáo đủ nội dung", "QH04-6T", ".xxxx.", "thiếu phần nguyên nhân; nộp 05/06"),
    (2, "Báo hộ rời địa phương", "HRD021", "....dx", "phát hiện 30/12, hạn 29/01/2024"),
    (2, "Báo hộ rời địa phương", "HRD022", "....dm", "báo 10/01/2024, trong hạn"),
    (2, "Báo hộ rời địa phương", "HRD023", "....dx", "báo 20/01/2024, hạn 14/01/2024"),
    (2, "Báo hộ rời địa phương", "HRD024", "....xx", "phát hiện 01/12, hạn đúng 31/12"),
    (2, "Báo hộ rời địa phương", "HRD025", "------", "phát hiện năm 2022"),
    (2, "Báo hộ rời địa phương", "HRD026", "iiiii-", "không ghi ngày phát hiện"),
    (2, "Báo hộ rời địa phương", "HRD027", ".....-", "phát hiện năm 2024"),
    (2, "Báo hộ rời địa phương", "HRD028", ".xxxxx", "báo trước ngày phát hiện: không phải là báo"),
    (2, "Báo hộ rời địa phương", "HRD004", ".mmmmm", "báo đúng ngày thứ 30"),
    (2, "Báo hộ rời địa phương", "HRD003", ".xxxxx", "báo vào ngày thứ 31"),
    (2, "Báo hộ rời địa phương", "HRD007", "...xxx", "chưa báo"),
    (2, "Củng cố kịp thời", "0481032|31/05/2023", ".dxxxx", "chưa ghi ngày củng cố, hạn 30/06"),
    (2, "Củng cố kịp thời", "0481031|31/05/2023", ".dmmmm", "củng cố đúng ngày thứ 30"),
    (2, "Củng cố kịp thời", "0481220|31/05/2023", ".dmmmm", "củng cố 12/06"),
    (2, "Củng cố kịp thời", "0481176|31/01/2023", "dmmmmm", "xếp loại đúng ngày xét"),
    (2, "Củng cố kịp thời", "0481103|31/12/2023", "....dx", "hạn 30/01/2024"),
    (2, "Củng cố kịp thời", "0481260|31/12/2023", "....dm", "củng cố 20/01/2024"),
    (2, "Củng cố kịp thời", "0481367|31/12/2023", "....dx", "củng cố 31/01/2024, chậm 1 ngày"),
    (2, "Củng cố kịp thời", "0481260|25/11/2023", "....mm", "củng cố đúng ngày thứ 30"),
    (2, "Củng cố kịp thời", "0481298|30/11/2023", "....xx", "chưa ghi ngày củng cố"),
    (2, "Củng cố kịp thời", "0481367|30/11/2023", "....xx", "củng cố ngày thứ 31"),
    (3, "Sử dụng vốn", "7000713", "dxxxxx", "giải ngân 15/01, kiểm tra 15/02: chậm 1 ngày"),
    (3, "Sử dụng vốn", "7000714", "dddddm", "giải ngân 15/12, kiểm tra 10/01/2024"),
    (3, "Sử dụng vốn", "7000715", "dddddx", "giải ngân 15/12, chưa kiểm tra"),
    (3, "Sử dụng vốn", "7000716", "dddddx", "giải ngân 15/12, kiểm tra 20/01/2024: chậm 6 ngày"),
    (3, "Sử dụng vốn", "7000717", "dddddm", "giải ngân 15/12, kiểm tra đúng 14/01/2024"),
    (3, "Sử dụng vốn", "7000718", "dddddx", "giải ngân 02/12, hạn 01/01/2024"),
    (3, "Sử dụng vốn", "7000719", "------", "giải ngân năm 2024"),
    (3, "Sử dụng vốn", "7000720", "ddmmmm", "kiểm tra đúng ngày thứ 30, 30/06"),
    (3, "Sử dụng vốn", "7000721", "ddxxxx", "hạn đúng 30/06, chưa kiểm tra"),
    (3, "Sử dụng vốn", "7000722", "dddxxx", "hạn 01/07, chưa kiểm tra"),
    (3, "Sử dụng vốn", "7000723", "mmmmmm", "giải ngân 01/01, kiểm tra đúng 31/01"),
    (3, "Sử dụng vốn", "7000724", "xxxxxx", "giải ngân 01/01, hạn đúng 31/01"),
    (3, "Sử dụng vốn", "7000725", "------", "giải ngân 31/12/2022"),
    (3, "Sử dụng vốn", "7010088", "iiiii-", "không ghi ngày giải ngân"),
    (3, "Sử dụng vốn", "7011138", "dmmmmm", "kiểm tra đúng ngày thứ 30"),
    (3, "Sử dụng vốn", "7011139", "ddddxx", "giải ngân 01/12, hạn đúng 31/12"),
    (3, "Sử dụng vốn", "7014101", "ddddxx", "giải ngân 30/11, chưa kiểm tra"),
    (3, "Sử dụng vốn", "7004201", "dxxxxx", "kiểm tra trước ngày giải ngân"),
    (3, "Nợ sắp đến hạn", "7006863", "ddddmm", "biết trước đúng 30 ngày"),
    (3, "Nợ sắp đến hạn", "7006864", "ddddxx", "biết trước 29 ngày"),
    (3, "Nợ sắp đến hạn", "7006865", "ddddxx", "không có trong danh sách"),
    (
        3,
        "Nợ sắp đến hạn",
        "7006866",
        "------",
        "đến hạn 31/01/2024: hạn biết là 01/01/2024, của năm 2024",
    ),
    (3, "Nợ sắp đến hạn", "7006867", "dddmmm", "biết 10/10, hạn 16/10"),
    (3, "Nợ sắp đến hạn", "7006868", "ddddmm", "biết đúng 01/12"),
    (3, "Nợ sắp đến hạn", "7006869", "ddddmm", "biết đúng 02/12"),
    (3, "Nợ sắp đến hạn", "7006870", "dmmmmm", "biết 10/06, hạn 15/06"),
    (3, "Nợ sắp đến hạn", "7006871", "ddxxxx", "hạn biết đúng 30/06"),
    (3, "Nợ sắp đến hạn", "7006872", "dmmmmm", "biết đúng 10/06"),
    (3, "Nợ sắp đến hạn", "7006873", "dxxxxx", "biết 11/06, hạn 10/06"),
    (3, "Nợ sắp đến hạn", "7006874", "------", "hạn biết 31/12/2022, của năm 2022"),
    (3, "Nợ sắp đến hạn", "7006875", "xxxxxx", "hạn biết 01/01/2023"),
    (3, "Nợ sắp đến hạn", "7006876", "iiiii-", "không ghi ngày đến hạn"),
    (
        3,
        "Nhắc hộ không giao dịch",
        "7008213",
        "------",
        "đủ 3 tháng 29/12, hạn nhắc 28/01/2024: của năm 2024",
    ),
    (
        3,
        "Nhắc hộ không giao dịch",
        "7008216",
        "---dxx",
        "lần nhắc không sau lần giao dịch cuối; hạn 10/12",
    ),
    (3, "Nhắc hộ không giao dịch", "7008218", "----xx", "đủ 3 tháng 30/11, hạn 30/12"),
    (3, "Nhắc hộ không giao dịch", "7008219", "----xx", "hạn đúng 31/12"),
    (3, "Nhắc hộ không giao dịch", "7008220", "------", "hạn 01/01/2024, của năm 2024"),
    (3, "Nhắc hộ không giao dịch", "7008221", "----xx", "nhắc 20/12, hạn 15/12: chậm 5 ngày"),
    (3, "Nhắc hộ không giao dịch", "7008222", "dxxxxx", "giao dịch cuối 15/10/2022, hạn 14/02"),
    (
        3,
        "Nhắc hộ không giao dịch",
        "7008223",
        "xxxxxx",
        "giao dịch cuối 01/08/2022: hạn 30 ngày kể từ đầu năm, 31/01",
    ),
    (3, "Nhắc hộ không giao dịch", "7008224", "--mmmm", "nhắc 30/06"),
    (5, "Tuyên truyền ở quận", "QH01", "dmmmmm", "bài 10/05"),
    (5, "Tuyên truyền ở quận", "QH03", "ddddxx", "chỉ có bài của năm 2022"),
    (5, "Tuyên truyền ở quận", "QH04", "ddddxx", "chưa có bài nào"),
    (5, "Tuyên truyền ở quận", "QH06", "iiiiii", "bài không ghi ngày"),
    (5, "Tập huấn", "QH07", "ddddxx", "chỉ tập huấn 31/12/2022"),
    (5, "Tập huấn", "QH01", "dmmmmm", "tập huấn 16/05"),
    (5, "Hội nghị vinh danh", "TP00", "ddddxx", "tổ chức 15/01/2024: chậm 15 ngày"),
    (5, "Cán bộ được tập huấn", "CB-TP00-1", "mmmmmm", "tập huấn 20/01"),
    (5, "Cán bộ được tập huấn", "CB-XP0107-2", "ddddxx", "chưa tập huấn"),
    (5, "Cán bộ được tập huấn", "CB-XP0503-1", "ddddxx", "tập huấn 31/12/2022"),
    (5, "Cán bộ được tập huấn", "CB-XP0201-1", "dmmmmm", "tập huấn 16/05 rồi 10/01/2024"),
    (5, "Cán bộ được tập huấn", "CB-XP0202-1", "ddddxx", "tập huấn 10/01/2024: chậm 10 ngày"),
    (5, "Cán bộ được tập huấn", "CB-XP0203-1", "ddddmm", "tập huấn đúng 31/12"),
    (5, "Cán bộ được tập huấn", "CB-XP0301-1", "iiiiii", "lượt tập huấn không ghi ngày"),
    (6, "Phiên giao dịch hàng tháng", "XP0704", "xxxxx.", "không có phiên nào trong sổ"),
    (6, "Phiên giao dịch hàng tháng", "XP0101", "mmmmm.", "mỗi tháng một phiên"),
    (6, "Quận dự phiên ở xã", "XP0704", "ddddxx", "không có phiên nào trong sổ"),
    (6, "Vay hộ nghèo", "DX0951", ".iiii.", "chưa khai nợ, bản kê không có dòng"),
    (6, "Vay hộ nghèo", "DX0952", ".jjjj.", "chưa khai đủ nhưng đã có 500 triệu ở kênh khác"),
    (6, "Vay hộ nghèo", "DX0959", "eeeee.", "đề xuất đúng ngày 31/01"),
    (6, "Vay hộ nghèo", "DX0960", ".eeee.", "đề xuất 01/02"),
    (6, "Vay hộ nghèo", "DX0961", "-----.", "đề xuất năm 2022"),
    (6, "Vay hộ nghèo", "DX0962", "......", "đề xuất năm 2024"),
    (6, "Vay hộ nghèo", "DX0963", "iiiii.", "không ghi ngày đề xuất"),
    (6, "Vay hộ cận nghèo", "DX0964", ".iiii.", "chưa khai đủ, khoản đã biết còn trong hạn"),
    (6, "Vay hộ cận nghèo", "DX0965", ".eeee.", "đã khai: không nợ"),
    (6, "Vay nước sạch", "DX0966", ".iiii.", "chưa khai nợ"),
    (
        6,
        "Vay nước sạch",
        "DX0967",
        ".jjjj.",
        "chưa khai đủ nhưng 10 triệu với 9 triệu đã biết là vượt mức",
    ),
    (6, "Vay giải quyết việc làm", "DX0968", ".eeee.", "đã khai: không nợ"),
    (
        6,
        "Vay giải quyết việc làm",
        "DX0969",
        ".iiii.",
        "chưa khai đủ: vượt mức hay không chưa biết",
    ),
    (6, "Chồng kênh", "DX0951", ".iiii.", "chưa khai nợ"),
    (6, "Chồng kênh", "DX0952", ".rrrr.", "500 triệu ở kênh khác"),
    (7, "Củng cố tổ trung bình", "0481030", "------", "yếu tháng 12/2022: hạn thuộc năm trước"),
    (7, "Củng cố tổ trung bình", "0481031", "--m---", "trung bình tháng 5, củng cố 30/06"),
    (
        7,
        "Củng cố tổ trung bình",
        "0481032",
        "--x---",
        "trung bình tháng 5, dòng sổ không ghi ngày củng cố",
    ),
    (7, "Củng cố tổ trung bình", "0481220", "--m---", "trung bình tháng 5, củng cố 12/06"),
    (
        7,
        "Củng cố tổ trung bình",
        "0481176",
        "----xx",
        "trung bình tháng 11, chỉ có lần củng cố của tháng 2",
    ),
    (
        7,
        "Củng cố tổ trung bình",
        "0481298",
        "----xx",
        "trung bình tháng 11, dòng sổ không ghi ngày củng cố",
    ),
    (
        7,
        "Củng cố tổ trung bình",
        "0481367",
        "----xx",
        "trung bình tháng 11, hạn 30/12, củng cố 31/12",
    ),
    (7, "Củng cố tổ trung bình", "0481174", "------", "yếu tháng 12: hỏi ở tháng sau"),
    (7, "Củng cố tổ trung bình", "0481369", "----ii", "không có dòng tháng 11"),
    (8, "Vay học sinh sinh viên", "DX0953", ".eeee.", "vốn sinh viên không xét nợ kênh khác"),
    (8, "Vay hộ mới thoát nghèo", "DX0954", ".eeee.", "không xét nợ kênh khác"),
    (8, "Vay nước sạch", "DX0955", ".eeee.", "không xét nợ kênh khác"),
    (8, "Chồng kênh", "DX0953", ".rrrr.", "500 triệu ở kênh khác, 100 triệu quá hạn"),
    (8, "Chồng kênh", "DX0954", ".rrrr.", "500 triệu ở kênh khác, 100 triệu quá hạn"),
    (8, "Chồng kênh", "DX0955", ".rrrr.", "500 triệu ở kênh khác, 100 triệu quá hạn"),
    (8, "Vay nước sạch", "DX0956", ".jjjj.", "10 triệu với 5 triệu còn nợ chương trình"),
    (8, "Vay nước sạch", "DX0957", ".eeee.", "5 triệu với 5 triệu: đúng mức"),
    (9, "Sử dụng vốn", "7990001", "------", "khoản vay của tổ Hội Nông dân"),
    (9, "Xử lý nợ quá hạn", "7990001", "-----.", "khoản vay của tổ Hội Nông dân"),
    (9, "Nhắc hộ không giao dịch", "7990001", "------", "khoản vay của tổ Hội Nông dân"),
    (9, "Nợ sắp đến hạn", "7990002", "------", "khoản vay của tổ Hội Nông dân"),
    (10, "Báo hộ rời địa phương", "HRD011", "dxxxxx", "chưa có biện pháp, hạn 09/02"),
    (10, "Báo hộ rời địa phương", "HRD012", ".xxxxx", "biện pháp ghi: chưa"),
    (10, "Báo hộ rời địa phương", "HRD013", ".xxxxx", "biện pháp không ghi ngày"),
    (10, "Xử lý nợ quá hạn", "7007595", "----x.", "biện pháp ghi: chưa"),
    (10, "Xử lý nợ quá hạn", "7009472", "----x.", "không ghi biện pháp"),
    (
        10,
        "Xử lý nợ quá hạn",
        "7006867",
        "---rr.",
        "qua ngày đến hạn 15/11, còn nợ, không ghi quá hạn",
    ),
    (10, "Xử lý nợ quá hạn", "7006868", "----r.", "đến hạn đúng 31/12, còn nợ"),
    (10, "Xử lý nợ quá hạn", "7006869", "-----.", "đến hạn 01/01/2024"),
    (
        10,
        "Xử lý nợ quá hạn",
        "7006870",
        "---rr.",
        "qua ngày đến hạn 15/07, còn nợ, không ghi quá hạn",
    ),
    (10, "Xử lý nợ quá hạn", "7006876", "----i.", "không ghi ngày đến hạn"),
    (10, "Vay giải quyết việc làm", "DX0958", ".jjjj.", "400 triệu qua tổ, bốn lao động"),
    (10, "Tổng kết ủy thác", "QH02", "ddddxx", "sơ kết 30/06 không phải tổng kết"),
    (10, "Tổng kết ủy thác", "QH01", "ddddmm", "tổng kết đúng 31/12"),
    (10, "Tổng kết ủy thác", "QH06", "ddddxx", "tổng kết 05/01/2024: chậm 5 ngày"),
];

/// Targets, indicator, unit, the day of the figures, the outcome, and why.
type Target = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const TARGETS: &[Target] = &[
    ("Chất lượng tổ", "a", "Sơn Trà", "31/03/2023", "không đạt", "49 trên 50 tổ tốt, khá"),
    ("Chất lượng tổ", "b", "Sơn Trà", "31/03/2023", "không đạt", "một tổ yếu"),
    ("Chất lượng tổ", "c", "Sơn Trà", "31/03/2023", "đạt", "đúng 98%"),
    ("Chất lượng tổ", "a", "toàn bộ", "31/03/2023", "đạt", "399 trên 400 tổ của Hội LHPN"),
    ("Chất lượng tổ", "c", "Hải Châu", "31/05/2023", "không đạt", "91 trên 93 tổ tốt"),
    ("Chất lượng tổ", "b", "Hải Châu", "31/12/2023", "đạt", "tổ yếu là của Hội Nông dân"),
    (
        "Chất lượng tổ",
        "d",
        "Hải Châu",
        "30/06/2023",
        "đạt",
        "trước tháng 7 không tổ nào của Hội LHPN có nợ quá hạn",
    ),
    ("Nợ", "NQH", "Hải Châu", "30/06/2023", "phấn đấu", "không có nợ quá hạn"),
    ("Nợ", "NQH", "Hải Châu", "31/07/2023", "không đạt", "đúng 0,04%, chưa dưới"),
    ("Nợ", "NQH", "Cẩm Lệ", "31/12/2023", "phấn đấu", "kém 0,05% đúng 1 đồng"),
    (
        "Giảm tổ trung bình và yếu",
        "tăng",
        "Hải Châu",
        "31/01/2023",
        "đạt",
        "bớt một tổ so với 31/12/2022",
    ),
    ("Giảm tổ trung bình và yếu", "tăng", "Thanh Khê", "30/11/2023", "không đạt", "thêm hai tổ"),
    (
        "Giảm tổ trung bình và yếu",
        "tăng",
        "Liên Chiểu",
        "31/12/2023",
        "đạt",
        "một tổ lên tốt, một tổ xuống yếu",
    ),
    (
        "Giảm tổ trung bình và yếu",
        "tăng",
        "Cẩm Lệ",
        "31/12/2023",
        "đạt",
        "một tổ không có dòng tháng 11: -1 hoặc 0",
    ),
    (
        "Việc của Hội",
        "trực",
        "Thanh Khê",
        "31/01/2023",
        "chưa xác định",
        "phiên không ghi ngày, không ai trực",
    ),
    (
        "Việc của Hội",
        "trực",
        "Thanh Khê",
        "10/06/2023",
        "không đạt",
        "một phiên tháng 3 không ai trực",
    ),
    (
        "Việc của Hội",
        "trực",
        "Hải Châu",
        "31/12/2023",
        "đạt",
        "phiên không ai trực là của năm 2024",
    ),
    ("Việc của Hội", "bảng kê", "Liên Chiểu", "30/06/2023", "đạt", "phiên tháng 7 chưa có"),
    (
        "Việc của Hội",
        "bảng kê",
        "Liên Chiểu",
        "15/11/2023",
        "không đạt",
        "thiếu một bảng kê ở phiên tháng 7",
    ),
    ("Cán bộ đã tập huấn", "TH", "toàn bộ", "31/01/2023", "không áp dụng", "chưa ai đến hạn"),
    (
        "Cán bộ đã tập huấn",
        "TH",
        "Liên Chiểu",
        "31/12/2023",
        "chưa xác định",
        "một lượt không ghi ngày",
    ),
    (
        "Cán bộ đã tập huấn",
        "TH",
        "Thanh Khê",
        "31/01/2024",
        "không đạt",
        "một người sang năm mới tập huấn",
    ),
    ("Tuyên truyền", "bài", "Sơn Trà", "15/11/2023", "không áp dụng", "chưa đến hạn"),
    ("Tuyên truyền", "bài", "Sơn Trà", "31/12/2023", "không đạt", "chưa có bài"),
    ("Tuyên truyền", "bài", "Hòa Vang", "31/12/2023", "chưa xác định", "bài không ghi ngày"),
    ("Quận dự phiên ở các xã", "dự", "toàn bộ", "15/11/2023", "không áp dụng", "chưa đến hạn"),
    (
        "Quận dự phiên ở các xã",
        "dự",
        "Thanh Khê",
        "31/12/2023",
        "đạt",
        "mọi xã, phường đủ bốn phiên",
    ),
    (
        "Quận dự phiên ở các xã",
        "dự",
        "Cẩm Lệ",
        "31/12/2023",
        "không đạt",
        "một phường không có phiên nào trong sổ",
    ),
    (
        "Kiểm tra khoản vay mới",
        "KT",
        "Hải Châu",
        "31/01/2023",
        "không đạt",
        "một khoản hết hạn đúng 31/01",
    ),
    (
        "Kiểm tra khoản vay mới",
        "KT",
        "Ngũ Hành Sơn",
        "31/12/2023",
        "chưa xác định",
        "một khoản không ghi ngày giải ngân",
    ),
    (
        "Kiểm tra khoản vay mới",
        "KT",
        "Ngũ Hành Sơn",
        "31/01/2024",
        "đạt",
        "khoản ấy không còn là của năm 2023",
    ),
    (
        "Kiểm tra khoản vay mới",
        "KT",
        "Sơn Trà",
        "31/01/2024",
        "đạt",
        "khoản nào cũng kiểm tra trong hạn",
    ),
];

const GROUPS: [(u8, &str); 9] = [
    (1, "Sổ cắt ở ngày xét và ở đầu năm; dòng không ghi ngày; mỗi tháng, mỗi quý"),
    (2, "Thời gian chờ: hộ rời địa phương, củng cố tổ"),
    (3, "Hạn của từng khoản vay, trong năm và qua năm"),
    (5, "Việc cả năm, hỏi ở giữa năm"),
    (6, "Danh sách chưa đủ, sổ chưa ghi"),
    (7, "Củng cố tổ: đúng tháng của lần xếp loại"),
    (8, "Chồng kênh ở mọi chương trình; mức vay cộng dư nợ cùng chương trình"),
    (9, "Tổ và khoản vay của hội khác"),
    (10, "Biện pháp, khoản quá ngày đến hạn, mức vay việc làm, sơ kết và tổng kết"),
];

fn outcome(letter: char) -> &'static str {
    match letter {
        'm' => "met",
        'x' => "not_met",
        'd' => "not_due",
        'i' => "incomplete",
        'r' => "to_review",
        'e' => "eligible",
        'j' => "rejected",
        '-' => "not_applicable",
        _ => "",
    }
}

/// `planted.csv`: `case;block;record;` and a column for each day, empty where nothing is said.
pub fn csv() -> String {
    let mut text = format!("case;block;record;{}\n", DAYS.join(";"));
    for (group, block, record, letters, _) in CASES {
        let outcomes: Vec<&str> = letters.chars().map(outcome).collect();
        text.push_str(&format!("{group};{block};{record};{}\n", outcomes.join(";")));
    }
    text
}

/// `planted-chi-tieu.csv`: `targets;indicator;unit;as_of;outcome`.
pub fn targets() -> String {
    let mut text = "targets;indicator;unit;as_of;outcome\n".to_owned();
    for (targets, indicator, unit, day, outcome, _) in TARGETS {
        text.push_str(&format!("{targets};{indicator};{unit};{day};{outcome}\n"));
    }
    text
}

/// `PLANTED.md`
pub fn text(sheets: &[(&str, Sheet)]) -> String {
    let mut lines = vec![INTRODUCTION.to_owned()];
    lines.push("| tệp | loại bản ghi | số dòng |\n|---|---|---|".to_owned());
    lines.extend(
        sheets.iter().map(|(file, sheet)| {
            format!("| `{file}` | {} | {} |", sheet.name, sheet.below_header())
        }),
    );
    lines.push(format!("\n{LETTERS}"));
    for (group, title) in GROUPS {
        let days: Vec<&str> = DAYS.iter().filter_map(|day| day.get(..5)).collect();
        lines.push(format!("\n## {title}\n\n| luật | bản ghi | {} | cài gì |", days.join(" | ")));
        lines.push("|---|---|---|---|---|---|---|---|---|".to_owned());
        for (_, block, record, letters, why) in CASES.iter().filter(|case| case.0 == group) {
            let letters: Vec<String> =
                letters.chars().map(|letter| shown(letter).to_owned()).collect();
            lines.push(format!(
                "| {block} | {} | {} | {why} |",
                escaped(record),
                letters.join(" | ")
            ));
        }
    }
    lines.push(format!("\n{TARGETS_BY_HAND}"));
    lines.push("\n| chỉ tiêu | chỉ số | đơn vị | ngày | kết quả | vì sao |".to_owned());
    lines.push("|---|---|---|---|---|---|".to_owned());
    lines.extend(TARGETS.iter().map(|(targets, indicator, unit, day, outcome, why)| {
        format!("| {targets} | {indicator} | {unit} | {day} | {outcome} | {why} |")
    }));
    lines.join("\n") + "\n"
}

fn shown(letter: char) -> &'static str {
    match letter {
        'm' => "đạt",
        'x' => "không đạt",
        'd' => "chưa đến hạn",
        'i' => "cần bổ sung",
        'r' => "cần xem xét",
        'e' => "đề xuất",
        'j' => "không đề xuất",
        '-' => "–",
        _ => "",
    }
}

const INTRODUCTION: &str = "\
# Một năm của thành phố, xét ở sáu ngày

Số liệu của `nam-2023`, thêm tổ chức hội, số liệu tổ của từng tháng, và những dòng cài sẵn ở mép của tháng, của hạn, của năm. **Mọi con số đều bịa.**
";

const LETTERS: &str = "\
Cùng nội dung với `planted.csv`, tính tay. Năm cột đầu xét trong năm 2023, cột cuối xét ngày 31/01/2024 bằng quy tắc năm 2023. `–`: không áp dụng.
Ô trống: dòng chưa có vào ngày ấy, hoặc quy tắc không hỏi nữa. Các bản ghi khác không kê ở đây; `tests/city/thoi-gian` tính riêng tất cả.";

const TARGETS_BY_HAND: &str = "\
## Chỉ tiêu

Cùng nội dung với `planted-chi-tieu.csv`, tính tay. Chỉ tiêu trên tổ ghi ngày báo cáo của tháng; chỉ tiêu khác ghi ngày xét.";
